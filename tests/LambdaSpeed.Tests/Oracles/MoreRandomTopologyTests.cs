using Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>As <see cref="RandomTopologyTests"/>, on a second thread of the test runner: several runs in one process.</summary>
public sealed class MoreRandomTopologyTests
{
    [Fact]
    public void Oracle_RandomTopologyBesideOthers_ViewsEqualLinq() => Cases.Check(1000, seed => RandomTopologyOracle.CheckAsync(seed));
}
