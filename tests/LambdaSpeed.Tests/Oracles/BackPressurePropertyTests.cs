using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Whatever the chunks, edges, depth, parallelism and groupings: a consumer that stands still bounds what is on the way, and
/// ending the run from there loses nothing.</summary>
public sealed class BackPressurePropertyTests
{
    [Fact]
    public void StoppedConsumer_BoundsWhatIsOnTheWay() => Cases.Check(100, seed => CheckAsync(seed, async (pipeline, run) =>
    {
        await pipeline.UntilFull(run);
        Assert.InRange(pipeline.Emitted, 1, pipeline.RoomOf(run));
        pipeline.Release();
        var before = pipeline.Emitted;
        await run.Until(() => pipeline.Emitted > before + pipeline.RoomOf(run)); // it goes on

        await run.Within(run.StopAsync(RunFixture.Cancel));
        Assert.Equal((pipeline.Owed, pipeline.Owed), (pipeline.Seen, pipeline.CountedBy(run)));
    }));

    [Fact]
    public void Drain_OfFullEdges_LosesNothing() => Cases.Check(100, seed => CheckAsync(seed, async (pipeline, run) =>
    {
        await pipeline.UntilFull(run);
        var drained = run.DrainAsync(RunFixture.Cancel);
        pipeline.Release();

        await run.Within(drained);
        Assert.Equal((pipeline.Owed, pipeline.Owed), (pipeline.Seen, pipeline.CountedBy(run)));
    }));

    [Fact]
    public void Stop_OfFullEdges_LosesNothing() => Cases.Check(100, seed => CheckAsync(seed, async (pipeline, run) =>
    {
        await pipeline.UntilFull(run);
        var stopped = run.StopAsync(RunFixture.Cancel);
        pipeline.Release();

        await run.Within(stopped);
        Assert.Equal((pipeline.Owed, pipeline.Owed), (pipeline.Seen, pipeline.CountedBy(run)));
    }));

    private static async Task CheckAsync(int seed, Func<StoppedPipeline, TopologyRun, Task> check)
    {
        using var pipeline = new StoppedPipeline(seed);
        await using var run = await pipeline.StartAsync();
        try
        {
            await check(pipeline, run);
        }
        catch (Exception exception)
        {
            pipeline.Release();
            throw new InvalidOperationException($"seed {seed}: {exception.Message}\n{pipeline.Options}\n{run.Plan.Explain()}", exception);
        }
    }
}
