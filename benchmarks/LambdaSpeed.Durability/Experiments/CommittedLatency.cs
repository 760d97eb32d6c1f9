using System.Diagnostics;
using LambdaSpeed.Durability.Measuring;

namespace LambdaSpeed.Durability.Experiments;

/// <summary>How long after the moment at which it was due an event can be read as committed: appended to a log, counted by key, its epoch
/// written and synced. An open loop of 100,000 events/s.</summary>
internal sealed class CommittedLatency : IExperiment
{
    private const int Rate = 100_000;

    private static readonly long[] _keys = new ZipfKeys(100_000).Draw(1 << 20, seed: 5);

    public string Name => "latency";

    public string Title => "From the scheduled time to a committed read, 100,000 events/s through a log";

    public string Run(Settings settings, string directory)
    {
        var total = Rate * settings.Seconds;
        var before = DiskSync.Measure(directory, 64 * 1024, 200);
        var store = new CountingStore(CheckpointStore.InDirectory(Path.Combine(directory, "checkpoints")));
        var times = MeasureAsync(Path.Combine(directory, "log"), store, total).GetAwaiter().GetResult();
        var after = DiskSync.Measure(directory, 64 * 1024, 200);

        var table = new TextTable("", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "count");
        Add("scheduled → committed read", times);
        Add("commit: changes written and synced", store.Times);
        Add("raw: 64 KiB written and synced, before", before);
        Add("raw: 64 KiB written and synced, after", after);
        return $"{table}\nDefault interval of 20 ms. The reader looks about once a millisecond, which is included. The first second, in " +
            $"which the code is compiled, does not count. {Shown.Number(store.Commits)} commits, {Shown.Megabytes(store.Bytes)} MB.";

        void Add(string what, LatencyHistogram values) => table.Add(
            what, Shown.Milliseconds(values.Percentile(50)), Shown.Milliseconds(values.Percentile(99)),
            Shown.Milliseconds(values.Percentile(99.9)), Shown.Milliseconds(values.Max), Shown.Number(values.Count));
    }

    private static async Task<LatencyHistogram> MeasureAsync(string directory, CountingStore store, int total)
    {
        await using var log = await ReplayLog.OpenAsync(directory, new() { Durability = LogDurability.None }); // the commits sync it
        var topology = new TopologyBuilder("latency");
        var events = topology.AddSpout("events", log.AsSpout(Codec.Int64));
        var counts = events.GroupBy(key => key).Aggregate("counts", a => a.Count()).ExpectKeys(100_000).ToView();
        var all = events.GroupBy(_ => 0).Aggregate("all", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), new() { Checkpoints = store });

        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        var reading = Task.Factory.StartNew(
            () => Read(run.View(all), start, total), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Append(log, start, total);
        var times = await reading;

        await run.StopAsync();
        var expected = new Dictionary<long, long>();
        for (var i = 0; i < total; i++) expected[KeyOf(i)] = expected.GetValueOrDefault(KeyOf(i)) + 1;
        FullCheck.Compare("latency", expected, run.View(counts).All());
        return times;
    }

    private static void Append(ReplayLog log, long start, int total)
    {
        Span<byte> bytes = stackalloc byte[8];
        for (var i = 0; i < total;)
        {
            var left = DueAt(start, i) - Stopwatch.GetTimestamp();
            if (left > 0)
            {
                NativeSleep.For(left * 1e9 / Stopwatch.Frequency);
                continue;
            }
            BitConverter.TryWriteBytes(bytes, KeyOf(i));
            log.Append(0, new LogEntry(bytes));
            i++;
        }
    }

    /// <summary>Looks how many events are committed; one partition and one task keep their order, so it is the first ones.</summary>
    private static LatencyHistogram Read(IView<int, long> all, long start, int total)
    {
        var times = new LatencyHistogram();
        for (var seen = 0; seen < total;)
        {
            var committed = (int)all.Get(0);
            var now = Stopwatch.GetTimestamp();
            for (; seen < committed; seen++)
            {
                if (seen >= Rate) times.Record((long)((now - DueAt(start, seen)) * 1e9 / Stopwatch.Frequency));
            }
            NativeSleep.For(1e6);
        }
        return times;
    }

    private static long DueAt(long start, int index) => start + (long)((double)index * Stopwatch.Frequency / Rate);

    private static long KeyOf(int index) => _keys[index & (_keys.Length - 1)];
}
