using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Outputs;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>What a run tells a source that it shares with others, and what it does not wait for.</summary>
public sealed class SharedSourceRunTests
{
    private static readonly SpeedLayerOptions _longEpochs = new() { EpochInterval = TimeSpan.FromHours(1) };

    [Fact]
    public async Task Source_IsToldOfEpochs_AlsoWithoutCheckpointsAndOutputs_WhenItAsksForThem()
    {
        var spout = new SharedSpout(10);
        var seen = 0;
        await using var run = await Wired(spout, stream => stream.ForEach("see", _ => Interlocked.Increment(ref seen)))
            .StartAsync(_longEpochs);
        await run.Until(() => Volatile.Read(ref seen) == 10);
        Assert.Empty(spout.Committed);

        spout.AskEpoch();
        await run.Until(() => spout.Committed.Count > 0);
        Assert.Equal([10], spout.Committed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Source_IsToldOnceMoreAtTheEnd_IfItsOutputsHaveArrived(bool haveArrived)
    {
        var isOver = false;
        var place = new PlaceOfOutputs
        {
            Before = what =>
            {
                if (what == "sync" && Volatile.Read(ref isOver) && !haveArrived) throw new OutletException("away", isOutage: true);
            },
        };
        var spout = new SharedSpout(10);
        var run = await Wired(spout, stream => stream.ToOutlet("out", place.NewOutlet))
            .StartAsync(_longEpochs with { Checkpoints = CheckpointStore.InMemory() });
        await run.Until(() => run.Component("numbers").TuplesRead == 10);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        var told = spout.Committed.Count;
        Volatile.Write(ref isOver, true);
        await run.AbortAsync();
        await run.DisposeAsync();

        Assert.Equal(10, place.Texts.Count);
        Assert.Equal(told + (haveArrived ? 1 : 0), spout.Committed.Count);
        Assert.Equal(10, spout.Committed[^1]);
    }

    [Fact]
    public async Task Publishing_DoesNotWaitForWhatOthersReadNow()
    {
        Queue<SharedSpout> spouts = new([new(10, new TestFailure("gone")), new()]); // the second is given no partition
        var builder = new TopologyBuilder("shared");
        builder.AddSpout("numbers", Spouts.Shared<long>("a group", spouts.Dequeue)).ForEach("see", _ => { });
        await using var run = await builder.StartAsync(
            _longEpochs with { Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) } });
        await run.Until(() => run.Restarts == 1);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
    }

    private static TopologyBuilder Wired(SharedSpout spout, Action<Stream<long>> wire)
    {
        var builder = new TopologyBuilder("shared");
        wire(builder.AddSpout("numbers", spout));
        return builder;
    }
}
