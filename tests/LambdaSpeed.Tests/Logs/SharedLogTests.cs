using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Several topologies read one log, each at its own pace and to its own end.</summary>
public sealed class SharedLogTests : IDisposable
{
    private const int Records = 20_000;

    private readonly string _path = Directory.CreateTempSubdirectory("lambdaspeed-shared-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task Topologies_BesideAFailingAndASlowOne_AreUnharmed()
    {
        await using var log = await OpenAsync();
        using var gate = new ManualResetEventSlim();
        var checkpoints = CheckpointStore.InMemory();

        var failing = Count("failing", log, number => number == 7_777 ? throw new TestFailure() : number, out _);
        var slow = Count("slow", log, number => { if (number == 50) gate.Wait(RunFixture.Patience, RunFixture.Cancel); return number; }, out var slowCounts);
        var well = Count("well", log, number => number, out var counts);
        var options = new SpeedLayerOptions { Checkpoints = checkpoints, Restart = RestartPolicy.Never };
        await using var failed = await failing.StartAsync(options);
        await using var late = await slow.StartAsync(options);
        await using var run = await well.StartAsync(options);

        await run.Within(run.Completion);
        RequireCounts(run, counts, Records);
        var fault = await Assert.ThrowsAsync<TupleFailedException>(() => failed.Within(failed.Completion));
        Assert.IsType<TestFailure>(fault.InnerException);
        Assert.Equal(RunState.Running, late.State);
        Assert.True(run.View(counts).Count > 0, "a finished run can still be read beside a slow one");

        gate.Set();
        await late.Within(late.Completion);
        RequireCounts(late, slowCounts, Records);
    }

    [Fact]
    public async Task Topologies_StartedOneAfterTheOther_EachContinueFromTheirOwnPosition()
    {
        await using var log = await OpenAsync();
        var checkpoints = CheckpointStore.InMemory();
        var options = new SpeedLayerOptions { Checkpoints = checkpoints };
        await using (var first = await Count("first", log, number => number, out var counts).StartAsync(options))
        {
            await first.Within(first.Completion);
            RequireCounts(first, counts, Records);
        }
        Append(log, Records, Records / 2);

        await using var again = await Count("first", log, number => number, out var more).StartAsync(options);
        await using var other = await Count("other", log, number => number, out var all).StartAsync(options);
        await again.Within(again.Completion);
        await other.Within(other.Completion);

        RequireCounts(again, more, Records + (Records / 2));
        RequireCounts(other, all, Records + (Records / 2));
        Assert.Equal(Records / 2, again.Component("numbers").TuplesRead);
        Assert.Equal(Records + (Records / 2), other.Component("numbers").TuplesRead);
    }

    [Fact]
    public async Task Topologies_WithSpoutsOfOneName_HoldRetentionUpEachForItself()
    {
        await using var log = await OpenAsync();
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory(), EpochInterval = TimeSpan.FromMilliseconds(1) };
        foreach (var name in new[] { "first", "second: with signs", new string('n', 120) })
        {
            await using var run = await Count(name, log, number => number, out _).StartAsync(options);
            await run.Within(run.Completion);
        }

        Assert.Equal(3, log.ConsumerNames.Count);
        Assert.Contains("first.numbers", log.ConsumerNames);
        Assert.All(log.ConsumerNames, name => Assert.InRange(name.Length, 1, 100));
    }

    private async Task<ReplayLog> OpenAsync()
    {
        var log = await ReplayLog.OpenAsync(_path, new() { Partitions = 2, SegmentBytes = 64 * 1024 }, RunFixture.Cancel);
        Append(log, 0, Records);
        return log;
    }

    private static void Append(ReplayLog log, int from, int count)
    {
        var writer = log.WriterOf(Codec.Int64, number => number, Codec.Int64);
        for (var i = from; i < from + count; i++) writer.Append(i);
    }

    private static TopologyBuilder Count(string name, ReplayLog log, Func<long, long> look, out ViewName<long, long> counts)
    {
        var topology = new TopologyBuilder(name);
        counts = topology.AddSpout("numbers", log.AsSpout(Codec.Int64, new LogSpoutOptions { UntilEnd = true }), 2)
            .Select(look)
            .GroupBy(number => number % 10)
            .Aggregate("per-digit", a => a.Count(), parallelism: 2)
            .ToView();
        return topology;
    }

    private static void RequireCounts(TopologyRun run, ViewName<long, long> counts, int total) =>
        Assert.Equal(Enumerable.Range(0, 10).ToDictionary(i => (long)i, _ => (long)total / 10), run.View(counts).Content());
}
