using FsCheck.Xunit;
using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Whatever the topology, groupings, parallelism, chunks and edges: the views are what LINQ makes of the input.</summary>
[Properties(Arbitrary = [typeof(Seeds)])]
public sealed class RandomTopologyTests
{
    [Property(MaxTest = 1500)]
    public async Task Oracle_RandomTopology_ViewsEqualLinq(Seed seed) => await RandomTopologyOracle.CheckAsync(seed.Number);

    [Property(MaxTest = 300)]
    public async Task Oracle_RandomTopologyUnderReads_ViewsEqualLinq(Seed seed) =>
        await RandomTopologyOracle.CheckAsync(seed.Number, async run =>
        {
            for (var i = 0; i < 3; i++)
            {
                run.Describe();
                await run.Within(run.PublishAsync(RunFixture.Cancel));
            }
        });
}
