using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Batch views that a run makes itself of its log.</summary>
public sealed class RecomputeTests : IDisposable
{
    private static readonly BatchViewSchema<long, long> Schema = BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Count());
    private static readonly ViewName<long, long> Counts = new("counts");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-recompute-");
    private int _failAt = -1; // a number on which the bolt fails once

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Recomputation_TakesTheSlicesPlace_AndReadersSeeNoDifference()
    {
        await using var log = await OpenAsync("log");
        await using var results = await OpenAsync("results");
        var store = new MemoryViewStore<long, long>();
        await using var run = await Build(log, results, store).StartAsync(new() { Checkpoints = CheckpointStore.InDirectory(Place("checkpoints")) });
        await PutAsync(run, log, 0, 10_000);
        var progress = new Progress();
        var cut = await run.Within(run.RecomputeAsync(Counts, Schema, Place("first"), new() { Progress = progress }, RunFixture.Cancel));
        await PutAsync(run, log, 10_000, 5_000);

        var merged = run.Merged(Counts, Schema);
        Assert.Equal(10_000, cut.Sources[0].Positions.Sum(position => position.Offset));
        Assert.Equal(Expected(15_000), merged.Content());
        Assert.Equal(5_000, run.View(Counts).Content().Values.Sum());
        Assert.Equal(1, progress.Last);
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("second"), cancellationToken: RunFixture.Cancel));
        Assert.Equal(Expected(15_000), merged.Content());
        Assert.Empty(run.View(Counts).Content());
        await run.Within(run.StopAsync(RunFixture.Cancel));
        Assert.Equal(15_000 / 100, Enumerable.Range(0, 2).Sum(results.EndOffset)); // put out once, by the run alone
    }

    [Fact]
    public async Task Recomputation_GivesWayToTheRun()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells the priority that a thread has");
        await using var log = await OpenAsync("log");
        var priorities = new List<int>(); // of the run, and then of the recomputation
        var topology = new TopologyBuilder("counts");
        topology.AddSpout("numbers", log.AsSpout(Codec.Int64)).Select(x =>
        {
            lock (priorities) priorities.Add(LambdaSpeed.Tasks.LowPriority.OfCurrentThread());
            return x;
        }).GroupBy(x => x).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await topology.StartAsync();
        await PutAsync(run, log, 0, 100);
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("batch"), cancellationToken: RunFixture.Cancel));

        Assert.Equal(200, priorities.Count);
        Assert.All(priorities[..100], priority => Assert.Equal(priorities[0], priority));
        Assert.All(priorities[100..], priority => Assert.True(priority > priorities[0], $"{priority} is not behind {priorities[0]}"));
    }

    [Fact]
    public async Task Interrupted_ItGoesOn_AndForALaterCutTheRestIsRead()
    {
        await using var log = await OpenAsync("log");
        await using var run = await Build(log).StartAsync();
        await PutAsync(run, log, 0, 20_000);
        var cut = await run.Within(run.CutAsync(RunFixture.Cancel));
        var options = new RecomputeOptions { Cut = cut, Checkpoints = CheckpointStore.InDirectory(Place("recompute")) };
        _failAt = 15_000;
        await Assert.ThrowsAsync<TupleFailedException>(() => run.Within(run.RecomputeAsync(Counts, Schema, Place("first"), options, RunFixture.Cancel)));
        Assert.False(File.Exists(Place("first")));

        await run.Within(run.RecomputeAsync(Counts, Schema, Place("first"), options, RunFixture.Cancel));
        Assert.Equal(Expected(20_000), run.Merged(Counts, Schema).Content());
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("first"), options, RunFixture.Cancel)); // it is there

        await PutAsync(run, log, 20_000, 1_000);
        _failAt = 100; // is not read again
        await run.Within(run.RecomputeAsync(Counts, Schema, Place("second"), options with { Cut = null }, RunFixture.Cancel));
        Assert.Equal(Expected(21_000), run.Merged(Counts, Schema).Content());
        Assert.Empty(run.View(Counts).Content());
        Assert.Equal(100, _failAt);

        await run.Within(run.Merged(Counts, Schema).GoBackAsync(BatchView.Open(Place("first"), Schema)));
        var fault = await Assert.ThrowsAsync<StateMismatchException>(
            () => run.Within(run.RecomputeAsync(Counts, Schema, Place("third"), options, RunFixture.Cancel)));
        Assert.Contains("empty place", fault.Message, StringComparison.Ordinal);
    }

    private string Place(string name) => Path.Combine(_directory.FullName, name);

    private async Task<ReplayLog> OpenAsync(string name) => await ReplayLog.OpenAsync(Place(name), new() { Partitions = 2 }, RunFixture.Cancel);

    private TopologyBuilder Build(ReplayLog log, ReplayLog? results = null, MemoryViewStore<long, long>? store = null)
    {
        var topology = new TopologyBuilder("numbers");
        var numbers = topology.AddSpout("numbers", log.AsSpout(Codec.Int64), parallelism: 2).Then("pass", () => new ProbeBolt<long, long>((x, output, _) =>
        {
            if (x == Volatile.Read(ref _failAt) && Interlocked.Exchange(ref _failAt, -1) == x) throw new TestFailure("once");
            output.Emit(x);
        }));
        var counts = numbers.GroupBy(x => x % 97).Aggregate("counts", a => a.Count());
        (store is null ? counts : counts.Follow(store)).ToView();
        if (results is not null) numbers.Where(x => x % 100 == 0).ToLog("results", results);
        return topology;
    }

    private static Dictionary<long, long> Expected(int count) =>
        Enumerable.Range(0, count).GroupBy(x => (long)x % 97).ToDictionary(group => group.Key, group => (long)group.Count());

    private static async Task PutAsync(TopologyRun run, ReplayLog log, int first, int count)
    {
        var writer = log.WriterOf(Codec.Int64);
        var last = new LogPosition?[2];
        for (var i = first; i < first + count; i++)
        {
            var position = writer.Append(i);
            last[position.Partition] = position;
        }
        foreach (var position in last.OfType<LogPosition>()) await run.Within(run.WaitForAsync("numbers", position, RunFixture.Cancel));
    }

    private sealed class Progress : IProgress<double>
    {
        public double Last { get; private set; }

        public void Report(double value) => Last = value;
    }
}
