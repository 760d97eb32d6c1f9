using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Windows;
using Xunit;
using static LambdaSpeed.Tests.Lambda.LoggedWords;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Cuts and hand-over of whole runs over a log and checkpoints on the disk.</summary>
public sealed class RunCutTests : IDisposable
{
    private static readonly BatchViewSchema<string, long> Schema = BatchViewSchema.For(Codec.String, (Aggregates<string> a) => a.Count());
    private static readonly ViewName<string, long> Counts = new("counts");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-cuts-");
    private int _files;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Cut_NamesPositions_AndChangesNothingForReaders()
    {
        await using var log = await OpenAsync();
        await using var run = await StartAsync(log);
        await PutAsync(run, log, "a", "b", "a");
        var cut = await run.Within(run.CutAsync(RunFixture.Cancel));
        await PutAsync(run, log, "a", "c");

        Assert.Equal([3], cut.Sources.Single().Positions.Select(position => position.Offset));
        Assert.Equal((log.Id, "words"), (cut.Sources[0].LogId, cut.Sources[0].Name));
        Assert.Equal([cut], run.Cuts);
        Assert.Equal(cut, Cut.FromJson(cut.ToJson()));
        var view = run.View(Counts);
        Assert.Equal(new() { ["a"] = 3, ["b"] = 1, ["c"] = 1 }, view.Content());
        Assert.Equal((3L, 1L, 0L), (view.Get("a"), view.Get("b"), view.Get("x")));
        Assert.Equal((3, true), (view.Read("a", ReadLevel.Latest).Value, view.Read("a", ReadLevel.Latest).IsCommitted));
        using var snapshot = run.Snapshot();
        Assert.Equal(3, snapshot.View(Counts).Get("a"));
    }

    [Fact]
    public async Task Slice_IsReadAlone()
    {
        await using var log = await OpenAsync();
        await using var run = await StartAsync(log);
        var merged = run.Merged(Counts, Schema, new() { KeptSlices = 1 });
        await PutAsync(run, log, "a", "b", "a");
        var first = await run.Within(run.CutAsync(RunFixture.Cancel));
        await PutAsync(run, log, "a", "c");
        var second = await run.Within(run.CutAsync(RunFixture.Cancel));
        await PutAsync(run, log, "c");

        Assert.Equal(new() { ["a"] = 2, ["b"] = 1 }, Slice(since: null));
        Assert.Equal(new() { ["a"] = 1, ["c"] = 1 }, Slice(first));
        Assert.Equal(new() { ["c"] = 1 }, Slice(second));
        using (var open = run.SliceSnapshot(Counts, second))
        {
            await PutAsync(run, log, "d");
            Assert.Equal(("counts", 0L, 1L), (open.Name, open.Get("d"), open.Get("c")));
        }

        await run.Within(merged.PublishAsync(Batch(second, ("a", 3), ("b", 1), ("c", 1)), RunFixture.Cancel));
        Assert.Equal(new() { ["c"] = 1, ["d"] = 1 }, Slice(since: null));
        Assert.Equal(new() { ["a"] = 1, ["c"] = 1 }, Slice(first));
        var other = new Cut(first.Epoch, first.Sources.Select(source => new CutSource(source.Name, source.LogId, [new(0, 1)])), first.Watermark);
        Assert.Contains("'counts'", Assert.Throws<ArgumentException>(() => Slice(other)).Message, StringComparison.Ordinal);

        Dictionary<string, long> Slice(Cut? since)
        {
            using var slice = run.SliceSnapshot(Counts, since);
            return slice.All().ToDictionary();
        }
    }

    [Fact]
    public async Task Cuts_OfSeveralCallers_AreOne()
    {
        await using var log = await OpenAsync();
        await using var run = await StartAsync(log);
        await PutAsync(run, log, "a");
        var cuts = await run.Within(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => run.CutAsync(RunFixture.Cancel))));

        Assert.InRange(cuts.Distinct().Count(), 1, 3);
        Assert.Equal(run.Cuts, cuts.Distinct().OrderBy(cut => cut.Epoch));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task NextStart_HasCutsSlicesAndTheBatchView_AlsoWithOtherTasks(int tasks)
    {
        await using var log = await OpenAsync();
        Cut[] cuts;
        await using (var run = await StartAsync(log))
        {
            var words = run.Merged(Counts, Schema);
            await PutAsync(run, log, "a", "b", "a");
            var first = await run.Within(run.CutAsync(RunFixture.Cancel));
            await PutAsync(run, log, "a", "c");
            var second = await run.Within(run.CutAsync(RunFixture.Cancel));
            await PutAsync(run, log, "c");
            await run.Within(words.PublishAsync(Batch(first, ("a", 2), ("b", 1)), RunFixture.Cancel));
            Assert.Equal(new() { ["a"] = 1, ["c"] = 2 }, run.View(Counts).Content());
            Assert.Equal(new() { ["a"] = 3, ["b"] = 1, ["c"] = 2 }, words.Content());
            cuts = [first, second];
            await run.AbortAsync();
        }

        await using var next = await StartAsync(log, tasks);
        var merged = next.Merged(Counts, Schema);
        Assert.Same(merged, next.Merged(Counts, Schema));
        Assert.Equal(cuts[0], merged.Cut);
        Assert.Equal(cuts, next.Cuts);
        Assert.Equal(new() { ["a"] = 3, ["b"] = 1, ["c"] = 2 }, merged.Content());
        await PutAsync(next, log, "d", "a");
        await next.Within(merged.PublishAsync(Batch(cuts[1], ("a", 3), ("b", 1), ("c", 1)), RunFixture.Cancel));
        Assert.Equal(new() { ["a"] = 1, ["c"] = 1, ["d"] = 1 }, next.View(Counts).Content());
        Assert.Equal(new() { ["a"] = 4, ["b"] = 1, ["c"] = 2, ["d"] = 1 }, merged.Content());
        Assert.Equal(4, merged.Get("a"));
    }

    [Fact]
    public async Task WrongBatchView_IsTakenBack_AfterARestartToo()
    {
        await using var log = await OpenAsync();
        await using (var run = await StartAsync(log))
        {
            await PutAsync(run, log, "a");
            var merged = run.Merged(Counts, Schema);
            await run.Within(merged.PublishAsync(Batch(await run.CutAsync(RunFixture.Cancel), ("a", 1)), RunFixture.Cancel));
            await PutAsync(run, log, "a", "b");
            await run.Within(merged.PublishAsync(Batch(await run.CutAsync(RunFixture.Cancel), ("a", 1000)), RunFixture.Cancel));
            Assert.Equal(1000, merged.Get("a"));
            await run.AbortAsync();
        }

        await using var next = await StartAsync(log);
        var again = next.Merged(Counts, Schema);
        Assert.Equal(1000, again.Get("a"));
        await next.Within(again.RollBackAsync(Batch(next.Cuts[0], ("a", 1)), RunFixture.Cancel));
        Assert.Equal(new() { ["a"] = 2, ["b"] = 1 }, again.Content());
        Assert.Equal(new() { ["a"] = 1, ["b"] = 1 }, next.View(Counts).Content());
    }

    [Fact]
    public async Task FirstBatchView_ThatIsWrong_IsWithdrawn_AlsoForTheNextStart()
    {
        await using var log = await OpenAsync();
        await using (var run = await StartAsync(log))
        {
            var merged = run.Merged(Counts, Schema);
            await run.Within(merged.WithdrawAsync(RunFixture.Cancel)); // there is none
            await PutAsync(run, log, "a");
            await run.Within(merged.PublishAsync(Batch(await run.CutAsync(RunFixture.Cancel), ("a", 1000)), RunFixture.Cancel));
            await PutAsync(run, log, "a", "b");
            await run.Within(merged.WithdrawAsync(RunFixture.Cancel));
            Assert.Null(merged.Cut);
            Assert.Equal(new() { ["a"] = 2, ["b"] = 1 }, merged.Content());
            await run.AbortAsync();
        }

        await using var next = await StartAsync(log);
        var again = next.Merged(Counts, Schema, new() { KeptSlices = 0 });
        Assert.Equal(new() { ["a"] = 2, ["b"] = 1 }, again.Content());
        await PutAsync(next, log, "c");
        await next.Within(again.PublishAsync(Batch(await next.CutAsync(RunFixture.Cancel), ("a", 1000)), RunFixture.Cancel));
        await PutAsync(next, log, "d"); // then no slice is needed by a restart any more
        await next.Within(again.PublishAsync(Batch(await next.CutAsync(RunFixture.Cancel), ("a", 2000)), RunFixture.Cancel));
        var refused = await Assert.ThrowsAsync<BatchViewMismatchException>(() => again.WithdrawAsync(RunFixture.Cancel));
        Assert.Contains("KeptSlices", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2000, again.Get("a"));
    }

    [Fact]
    public async Task MissingFile_IsNamed_WithTheFormerCut()
    {
        await using var log = await OpenAsync();
        await using (var run = await StartAsync(log))
        {
            await PutAsync(run, log, "a");
            var batch = Batch(await run.CutAsync(RunFixture.Cancel), ("a", 1));
            await run.Within(run.Merged(Counts, Schema).PublishAsync(batch, RunFixture.Cancel));
        }
        File.Delete(Path.Combine(_directory.FullName, "batch-1"));

        await using var next = await StartAsync(log);
        var refused = Assert.Throws<BatchViewStorageException>(() => next.Merged(Counts, Schema));
        Assert.Contains("batch-1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BatchViewInMemory_IsRefused_WhereTheRunHasCheckpoints()
    {
        await using var log = await OpenAsync();
        await using var run = await StartAsync(log);
        await PutAsync(run, log, "a");
        var batch = BatchView.InMemory("memory", Schema, await run.CutAsync(RunFixture.Cancel), [KeyValuePair.Create("a", 1L)]);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => run.Merged(Counts, Schema).PublishAsync(batch, RunFixture.Cancel));
        Assert.Contains("BatchView.Create", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ViewBehindState_IsCut_AndNotHandedOver()
    {
        var topology = new TopologyBuilder("stateful");
        var spout = new FedSpout<string>();
        topology.AddSpout("words", spout).GroupBy(word => word).Then("first", () => new First()).GroupBy(word => word)
            .Aggregate("counts", a => a.Count()).ToView();
        await using var run = await topology.StartAsync();
        spout.Push("a", "a", "b");
        await run.Until(() => run.View(Counts).Count == 2);
        var cut = await run.Within(run.CutAsync(RunFixture.Cancel));

        var refused = await Assert.ThrowsAsync<BatchViewMismatchException>(() => run.Merged(Counts, Schema).PublishAsync(
            BatchView.InMemory("memory", Schema, cut, []), RunFixture.Cancel));
        Assert.Contains("'first'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("not positional", run.Plan.Explain(), StringComparison.Ordinal);
        spout.Push("c");
        await run.Until(() => run.View(Counts).Content().Count == 3);
    }

    [Fact]
    public async Task Source_WithoutPositions_IsCut_AndNotHandedOver()
    {
        var topology = new TopologyBuilder("pushed");
        var spout = new FedSpout<string>();
        topology.AddSpout("words", spout).GroupBy(word => word).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await topology.StartAsync();
        var cut = await run.Within(run.CutAsync(RunFixture.Cancel));

        var refused = await Assert.ThrowsAsync<BatchViewMismatchException>(() => run.Merged(Counts, Schema).PublishAsync(
            BatchView.InMemory("memory", Schema, cut, []), RunFixture.Cancel));
        Assert.Contains("no positions", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_OfAnotherAggregation_IsRefused()
    {
        await using var log = await OpenAsync();
        await using var run = await StartAsync(log);
        var sums = BatchViewSchema.For(Codec.String, (Aggregates<long> a) => a.Sum(x => x));

        Assert.Contains("'count'", Assert.Throws<ArgumentException>(() => run.Merged(Counts, sums)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AtLeastOnce_HasNoCuts_AndAnEndedRunNeither()
    {
        await using var log = await OpenAsync();
        await using var loose = await Build(log, 1).StartAsync(new() { Guarantee = DeliveryGuarantee.AtLeastOnce });
        await Assert.ThrowsAsync<InvalidOperationException>(() => loose.CutAsync(RunFixture.Cancel));

        await using var timed = await Build(log, 1).StartAsync(new()
        {
            Guarantee = DeliveryGuarantee.AtLeastOnce, Slices = new() { Cuts = CutSchedule.EveryEpochs(1) },
        });
        await PutAsync(timed, log, "a"); // such a run is cut by itself, where slices are kept for a time
        await timed.Until(() => timed.Cuts.Count > 0);
        var refused = await Assert.ThrowsAsync<BatchViewMismatchException>(() => timed.Merged(Counts, Schema).PublishAsync(
            BatchView.InMemory("memory", Schema, timed.Cuts[0], []), RunFixture.Cancel));
        Assert.Contains("at least once", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<BatchViewMismatchException>(() => timed.Within(timed.RecomputeAsync(
            Counts, Schema, Path.Combine(_directory.FullName, "loose"), new() { Cut = timed.Cuts[0] }, RunFixture.Cancel)));

        await using var ended = await Build(log, 1, untilEnd: true).RunToEndAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => ended.Within(ended.CutAsync(RunFixture.Cancel)));
    }

    [Fact]
    public async Task Follower_IsToldWhatADroppedSliceTakesAway_AndWhatARollBackBringsBack()
    {
        await using var log = await OpenAsync();
        var store = new MemoryViewStore<string, long>();
        await using var run = await Build(log, 2, store).StartAsync();
        var none = await run.Within(run.CutAsync(RunFixture.Cancel));
        await PutAsync(run, log, "a", "b", "a");
        var first = await run.Within(run.CutAsync(RunFixture.Cancel));
        await PutAsync(run, log, "a");
        var merged = run.Merged(Counts, Schema);
        await run.Within(merged.PublishAsync(BatchView.InMemory("batch", Schema, first, [new("a", 2), new("b", 1)]), RunFixture.Cancel));
        await PutAsync(run, log, "c");
        await run.Until(() => store.Read("counts").ContainsKey("c"));
        Assert.Equal(new Dictionary<string, long> { ["a"] = 1, ["c"] = 1 }, store.Read("counts"));

        await run.Within(merged.RollBackAsync(BatchView.InMemory("none", Schema, none, []), RunFixture.Cancel));
        await PutAsync(run, log, "d");
        await run.Until(() => store.Read("counts").ContainsKey("d"));
        Assert.Equal(new Dictionary<string, long> { ["a"] = 3, ["b"] = 1, ["c"] = 1, ["d"] = 1 }, store.Read("counts"));
    }

    [Fact]
    public async Task Windows_AreReadOverCuts()
    {
        var topology = new TopologyBuilder("windows");
        var spout = new FedSpout<TimedEvent>();
        topology.AddSpout("events", spout).WithEventTime(item => item.Time, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromHours(1)))
            .GroupBy(item => item.Key).Window(Window.Hopping(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1)))
            .Aggregate("hops", a => a.CountDistinct(item => item.Value)).ToView();
        await using var run = await topology.StartAsync();
        var view = run.View(new WindowViewName<int, long>("hops"));
        spout.Push(new TimedEvent(1, RandomEvents.Origin, 1), new TimedEvent(1, RandomEvents.Origin, 2));
        await run.Until(() => view.All().Count() == 2);
        var cut = await run.Within(run.CutAsync(RunFixture.Cancel));
        spout.Push(new TimedEvent(1, RandomEvents.Origin, 2), new TimedEvent(1, RandomEvents.Origin, 3), new TimedEvent(2, RandomEvents.Origin, 3));
        await run.Until(() => view.All().Count() == 4);

        Assert.Equal(view.Watermark, cut.Watermark);
        Assert.Equal([3L, 3L], view.Of(1).Select(window => window.Value));
        Assert.Equal([3L, 3L], view.At(1, RandomEvents.Origin).Select(window => window.Value));
        Assert.Equal([1L, 1L, 3L, 3L], view.All().Select(window => window.Value).Order());
    }

    private async Task<ReplayLog> OpenAsync() => await ReplayLog.OpenAsync(Path.Combine(_directory.FullName, "log"), new() { Partitions = 1 }, RunFixture.Cancel);

    private async Task<TopologyRun> StartAsync(ReplayLog log, int tasks = 2) =>
        await Build(log, tasks).StartAsync(new() { Checkpoints = CheckpointStore.InDirectory(Path.Combine(_directory.FullName, "checkpoints")) });

    private static TopologyBuilder Build(ReplayLog log, int tasks, MemoryViewStore<string, long>? store = null, bool untilEnd = false)
    {
        var topology = new TopologyBuilder("words");
        var counts = topology.AddSpout("words", log.AsSpout(Codec.String, untilEnd: untilEnd)).GroupBy(word => word).Aggregate("counts", a => a.Count(), tasks);
        (store is null ? counts : counts.Follow(store)).ToView();
        return topology;
    }

    private IBatchView<string, long> Batch(Cut cut, params (string Key, long Count)[] rows) =>
        LoggedWords.Batch(Path.Combine(_directory.FullName, $"batch-{++_files}"), Schema, cut, rows);

    private sealed class First : KeyedBolt<string, string, string>
    {
        public override void Execute(string key, string input, Emitter<string> output) => output.Emit(input);
    }
}
