using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using LambdaSpeed.Tests.Checkpoints;
using LambdaSpeed.Tests.Storage;
using LambdaSpeed.Tests.Views;
using Xunit;

namespace LambdaSpeed.Tests.Diagnostics;

public sealed class RunMetricsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Meter_AfterARun_CountsTuplesEpochsAndKeys()
    {
        await using var run = await StartAsync("metered");
        await run.Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        var seen = Observe("metered");

        Assert.Equal(1000, seen["lambdaspeed.tuples.read/lambdaspeed.component=numbers"]);
        Assert.Equal(1000, seen["lambdaspeed.tuples.read/lambdaspeed.component=counts"]);
        Assert.True(seen["lambdaspeed.epochs.published/"] >= 1);
        Assert.Equal(0, seen["lambdaspeed.run.faults/"]);
        Assert.Equal(0, seen["lambdaspeed.run.restarts/"]);
    }

    [Fact]
    public async Task Gauges_VanishWhenTheRunEnds_AndCountersWhenItIsDisposed()
    {
        var input = new PushSpout<int>();
        var builder = new TopologyBuilder("gauged");
        builder.AddSpout("numbers", input).GroupBy(number => number % 10).Aggregate("counts", a => a.Count(), parallelism: 2).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: Cancel);
        for (var i = 0; i < 100; i++) await input.SendAsync(i, Cancel);
        await run.PublishAsync(Cancel);

        var alive = Observe("gauged");
        await run.StopAsync(Cancel);
        var ended = Observe("gauged");
        await run.DisposeAsync();
        var disposed = Observe("gauged");

        Assert.Equal(10, alive["lambdaspeed.view.keys/lambdaspeed.view=counts"]);
        Assert.Contains(alive.Keys, key => key.StartsWith("lambdaspeed.edge.capacity/", StringComparison.Ordinal));
        Assert.Equal(100, ended["lambdaspeed.tuples.read/lambdaspeed.component=numbers"]);
        Assert.Equal(alive.Keys.Where(key => !IsGauge(key) && !IsRecorded(key)).Order(), ended.Keys.Order());
        Assert.Empty(disposed);
    }

    /// <summary>Is it measured when something happens, a barrier's passing say, and not when somebody looks?</summary>
    private static bool IsRecorded(string measured) => measured.StartsWith("lambdaspeed.barrier.", StringComparison.Ordinal);

    private static bool IsGauge(string measured) =>
        new[] { "view.", "edge.", "spouts.", "watermark", "calls.held", "calls.underway" }.Any(part => measured.StartsWith("lambdaspeed." + part, StringComparison.Ordinal));

    [Fact]
    public async Task Meter_CountsFailedTuples()
    {
        var builder = new TopologyBuilder("failing");
        builder.AddSpout("numbers", Spouts.FromArray(new[] { 1, 2, 3 }))
            .ForEach("fail", x => { if (x != 2) throw new InvalidOperationException("no"); },
                options: new() { OnFailure = TupleFailurePolicy.DeadLetter, Retry = new() { FirstDelay = TimeSpan.Zero } }).DeadLetters().Ignore();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: Cancel);
        await run.Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        var seen = Observe("failing");

        Assert.Equal(2, seen["lambdaspeed.tuples.deadlettered/lambdaspeed.component=fail"]);
        Assert.Equal(6, seen["lambdaspeed.tuples.retried/lambdaspeed.component=fail"]);
        Assert.Equal(0, seen["lambdaspeed.tuples.skipped/lambdaspeed.component=fail"]);
        Assert.Contains("fail x1: 3 tuples, 0 skipped, 2 dead-lettered, 6 retried", run.Describe().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meter_AfterAFault_CountsIt()
    {
        var builder = new TopologyBuilder("faulty");
        builder.AddSpout("numbers", Spouts.FromArray(new[] { 1 })).ForEach("fail", _ => throw new InvalidOperationException("no"));
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: Cancel);
        await Assert.ThrowsAsync<TupleFailedException>(() => run.Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel));

        Assert.Equal(1, Observe("faulty")["lambdaspeed.run.faults/"]);
    }

    [Fact]
    public async Task Meter_OfAFollowedView_TellsHowItsStoresFare()
    {
        var builder = new TopologyBuilder("followed");
        var failing = new StuckViewStore(() => throw new StaleWriterException("counts", new(2, new(1)), new(1, new(1))));
        var input = new PushSpout<long>();
        builder.AddSpout("numbers", input).GroupBy(number => number).Aggregate("counts", a => a.Count())
            .Follow(failing).Follow(new MemoryViewStore<long, long>()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: Cancel);
        await input.SendAsync(1, Cancel);
        await run.PublishAsync(Cancel);
        while (run.Describe().Views[0].Followers.All(follower => follower.State != FollowerState.GivenUp)) await Task.Delay(10, Cancel);

        var seen = Observe("followed");

        Assert.Equal(1, seen["lambdaspeed.view.followers.lost/lambdaspeed.view=counts"]);
        Assert.True(seen["lambdaspeed.view.followers.behind/lambdaspeed.view=counts"] >= 1);
        await run.StopAsync(Cancel);
        Assert.Equal(1, Observe("followed")["lambdaspeed.view.followers.lost/lambdaspeed.view=counts"]); // it may be lost at the end alone
    }

    [Fact]
    public async Task Meter_OfARunWithCheckpoints_TellsHowTheirPlaceFares()
    {
        var place = new StoreOnSimulatedDisk();
        var input = new PushSpout<long>();
        var builder = new TopologyBuilder("kept");
        builder.AddSpout("numbers", input).GroupBy(number => number).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), new() { Checkpoints = place.Store }, Cancel);
        await input.SendAsync(1, Cancel);
        await run.PublishAsync(Cancel);

        var well = Observe("kept");
        place.Disk.Fail(StorageOperation.Sync, times: long.MaxValue);
        await input.SendAsync(2, Cancel);
        while (run.Describe().Checkpoints!.State != CheckpointState.Retrying) await Task.Delay(10, Cancel);
        var failing = Observe("kept");
        place.Disk.Fail(StorageOperation.Sync, times: 0);
        await run.StopAsync(Cancel);
        var ended = Observe("kept");

        Assert.Equal((0, 1), (well["lambdaspeed.checkpoints.away/"], failing["lambdaspeed.checkpoints.away/"]));
        Assert.True(well["lambdaspeed.checkpoints.disk/"] > 0);
        Assert.True(well["lambdaspeed.checkpoints.committed/"] > 0);
        Assert.True(ended["lambdaspeed.checkpoints.committed/"] > well["lambdaspeed.checkpoints.committed/"]);
        Assert.DoesNotContain("lambdaspeed.checkpoints.memory/", well.Keys); // this store cannot say
        Assert.DoesNotContain("lambdaspeed.checkpoints.away/", ended.Keys);
    }

    [Fact]
    public async Task Activities_OfARun_NameItsTopology()
    {
        var names = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "LambdaSpeed",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("lambdaspeed.topology"), "traced")) names.Enqueue(activity.OperationName);
            },
        };
        ActivitySource.AddActivityListener(listener);

        var run = await StartAsync("traced");
        await run.Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        await run.DisposeAsync();

        Assert.Equal(["lambdaspeed.run.start", "lambdaspeed.run.stop"], names.Order());
    }

    [Fact]
    public async Task Describe_AfterARun_ShowsTheGraph()
    {
        await using var run = await StartAsync("described");
        await run.Completion.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        var description = run.Describe();

        Assert.Equal(RunState.Completed, description.State);
        Assert.Equal(["numbers", "key-1", "counts"], description.Components.Select(component => component.Name));
        Assert.All(description.Tasks, task => Assert.Equal("ended", task.Status));
        Assert.All(description.Edges, edge => Assert.Equal((0, 8), (edge.Depth, edge.Capacity)));
        Assert.Equal(1000, description.Edges.Sum(edge => edge.Sent));
        Assert.Equal(10, Assert.Single(description.Views).Keys);
        Assert.Contains("numbers x1: 1000 tuples", description.ToString(), StringComparison.Ordinal);
    }

    private static Task<TopologyRun> StartAsync(string name)
    {
        var builder = new TopologyBuilder(name);
        builder.AddSpout("numbers", Spouts.Generate(number => number, 1000))
            .GroupBy(number => number % 10)
            .Aggregate("counts", a => a.Count(), parallelism: 2)
            .ToView();
        return SpeedLayer.StartAsync(builder.Build(), cancellationToken: Cancel);
    }

    /// <summary>Every measurement of a topology, by instrument and its second tag.</summary>
    private static Dictionary<string, double> Observe(string topology)
    {
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "LambdaSpeed") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (!Equals(tags[0].Value, topology)) return;
            seen[$"{instrument.Name}/{(tags.Length > 1 ? $"{tags[1].Key}={tags[1].Value}" : "")}"] = value;
        }
    }
}
