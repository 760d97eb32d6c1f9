using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Whole runs that read a real log on a real disk.</summary>
public sealed class ReplayLogTopologyTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("lambdaspeed-log-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task BoundedRun_CountsEveryRecordOnce(int parallelism)
    {
        await using var log = await ReplayLog.OpenAsync(_path, new() { Partitions = 3, SegmentBytes = 64 * 1024 }, Cancelled);
        Append(log, from: 0, count: 30_000);

        await using var run = await StartAsync(log, parallelism, untilEnd: true, out var counts);
        await run.Completion.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancelled);

        RequireCounts(run, counts, 30_000);
    }

    [Fact]
    public async Task EndlessRun_SeesWhatIsAppendedMeanwhile()
    {
        await using var log = await ReplayLog.OpenAsync(_path, new() { Partitions = 2, SegmentBytes = 64 * 1024 }, Cancelled);
        await using var run = await StartAsync(log, parallelism: 2, untilEnd: false, out var counts);
        for (var i = 0; i < 50; i++)
        {
            Append(log, from: i * 200, count: 200);
            if (i % 10 == 0) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancelled); // the spouts lie down
        }

        while (run.View(counts).All().Sum(count => count.Value) < 10_000) await Task.Yield();
        await run.StopAsync(Cancelled);

        RequireCounts(run, counts, 10_000);
    }

    private static Task<TopologyRun> StartAsync(ReplayLog log, int parallelism, bool untilEnd, out ViewName<long, long> counts)
    {
        var topology = new TopologyBuilder("counts");
        counts = topology.AddSpout("numbers", log.AsSpout(Codec.Int64, untilEnd: untilEnd), parallelism)
            .GroupBy(number => number % 10)
            .Aggregate("per-digit", a => a.Count(), parallelism: 2)
            .ToView();
        return SpeedLayer.StartAsync(topology.Build(), new(), Cancelled);
    }

    private static void RequireCounts(TopologyRun run, ViewName<long, long> counts, int total)
    {
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), run.View(counts).All().Select(count => count.Key).Order());
        Assert.All(run.View(counts).All(), count => Assert.Equal(total / 10, count.Value));
    }

    private static void Append(ReplayLog log, int from, int count)
    {
        var writer = log.WriterOf(Codec.Int64, number => number, Codec.Int64);
        for (var i = from; i < from + count; i++) writer.Append(i);
    }
}
