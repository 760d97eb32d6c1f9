using LambdaSpeed.Tests.Fixtures;
using Xunit.Sdk;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Runs a random topology and compares its views with LINQ; a failure says how to repeat it.</summary>
internal static class RandomTopologyOracle
{
    public static async Task CheckAsync(int seed, Func<TopologyRun, Task>? during = null)
    {
        var random = new RandomTopology(seed);
        var plan = ExecutionPlan.For(random.Topology, random.RandomOptions());
        try
        {
            await using var run = await SpeedLayer.StartAsync(plan, RunFixture.Cancel).WaitAsync(RunFixture.Patience, RunFixture.Cancel);
            if (during is not null) await during(run);
            await run.Within(run.Completion);
            random.CheckViews(run);
        }
        catch (Exception exception)
        {
            throw new XunitException($"seed {seed}: {exception.Message}\n{random.Topology}\n{plan.Options}\n{plan.Explain()}", exception);
        }
    }
}
