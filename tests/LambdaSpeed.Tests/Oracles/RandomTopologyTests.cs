using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Whatever the topology, groupings, parallelism, chunks and edges, and wherever tuples are failed on, tried again, skipped or made
/// dead letters: the views are what LINQ makes of the input.</summary>
public sealed class RandomTopologyTests
{
    [Fact]
    public void Oracle_RandomTopology_ViewsEqualLinq() => Cases.Check(1500, seed => RandomTopologyOracle.CheckAsync(seed));

    [Fact]
    public void Oracle_RandomTopologyUnderReads_ViewsEqualLinq() => Cases.Check(300, seed =>
        RandomTopologyOracle.CheckAsync(seed, async run =>
        {
            for (var i = 0; i < 3; i++)
            {
                run.Describe();
                await run.Within(run.PublishAsync(RunFixture.Cancel));
            }
        }));
}
