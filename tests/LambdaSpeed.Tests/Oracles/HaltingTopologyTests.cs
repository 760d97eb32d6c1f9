using Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Whatever the topology and wherever a component throws: the run faults in its name and leaves no task behind.</summary>
public sealed class HaltingTopologyTests
{
    [Fact]
    public void Oracle_ComponentThrows_FaultsInItsName()
    {
        var faulted = 0;
        Cases.Check(1000, async seed =>
        {
            if (await RandomTopologyOracle.CheckFaultAsync(seed)) faulted++;
        });

        Assert.InRange(faulted, 600, 1000); // a topology may have no tuple to fail on
    }
}
