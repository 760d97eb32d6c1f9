using FsCheck.Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>As <see cref="RandomTopologyTests"/>, on a second thread of the test runner: several runs in one process.</summary>
[Properties(Arbitrary = [typeof(Seeds)])]
public sealed class MoreRandomTopologyTests
{
    [Property(MaxTest = 1500)]
    public async Task Oracle_RandomTopologyBesideOthers_ViewsEqualLinq(Seed seed) => await RandomTopologyOracle.CheckAsync(seed.Number);
}
