using LambdaSpeed.Tests.Fixtures;
using Xunit;
using Xunit.Sdk;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Runs a random topology and compares what comes of it with what must; a failure says how to repeat it.</summary>
internal static class RandomTopologyOracle
{
    /// <summary>Tuples that components fail on are skipped or become dead letters; the views are what LINQ makes of those and the
    /// others.</summary>
    public static Task CheckAsync(int seed, Func<TopologyRun, Task>? during = null) =>
        CheckAsync(seed, new RandomTopology(seed), async (random, run) =>
        {
            if (during is not null) await during(run);
            await run.Within(run.Completion);
            random.CheckViews(run);
        });

    /// <summary>A component throws and halts the run, which says who it was and leaves nothing running; true when that has happened.</summary>
    public static async Task<bool> CheckFaultAsync(int seed)
    {
        var random = new RandomTopology(seed, halts: true);
        await CheckAsync(seed, random, async (_, run) =>
        {
            if (random.Fault is not { } expected)
            {
                await run.Within(run.Completion);
                random.CheckViews(run);
                return;
            }
            var fault = await Assert.ThrowsAsync<TupleFailedException>(() => run.Within(run.Completion));
            Assert.IsType<TestFailure>(fault.InnerException);
            Assert.Equal((expected.Component, RunState.Faulted), (fault.Component, run.State));
            Assert.InRange(fault.TaskIndex, 0, expected.Tasks - 1);
            Assert.Equal(run.Plan.Options.TracksPositions, fault.Position is not null);
        });
        return random.Fault is not null;
    }

    private static async Task CheckAsync(int seed, RandomTopology random, Func<RandomTopology, TopologyRun, Task> check)
    {
        var plan = ExecutionPlan.For(random.Topology, random.RandomOptions());
        try
        {
            var run = await SpeedLayer.StartAsync(plan, RunFixture.Cancel).WaitAsync(RunFixture.Patience, RunFixture.Cancel);
            await using (run)
            {
                await check(random, run);
            }
            Assert.True(random.Lifetimes.EachClosedOnce, random.Lifetimes.ToString());
            await run.Until(() => !ProcessThreads.Names().Any(name => name.StartsWith($"{plan.Topology.Name}-", StringComparison.Ordinal)));
        }
        catch (Exception exception)
        {
            throw new XunitException($"seed {seed}: {exception.Message}\n{random.Topology}\n{plan.Options}\n{plan.Explain()}", exception);
        }
    }
}
