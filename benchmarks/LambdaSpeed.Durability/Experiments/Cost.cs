using System.Diagnostics;
using LambdaSpeed.Durability.Measuring;

namespace LambdaSpeed.Durability.Experiments;

/// <summary>What exactly-once costs: W1, a rolling count by key, at full speed, with and without checkpoints.</summary>
/// <remarks>At most once is the run without a store: nothing is committed, which is the least there is. Rounds are interleaved, the first
/// one warms up and counts the keys of the commits. The ratio is the median of those within a round, as the machine's speed changes from
/// one round to the next.</remarks>
internal abstract class Cost : IExperiment
{
    protected const int Tasks = 2;

    protected static readonly long[] Keys = new ZipfKeys(100_000).Draw(20_000_000, seed: 1);

    public abstract string Name { get; }

    public abstract string Title { get; }

    public string Run(Settings settings, string directory)
    {
        var total = Prepare(settings, directory);
        var expected = LapSpout.Expect(Keys, total, Tasks);
        var samples = new List<Sample>();
        double keysPerCommit = 0;
        for (var round = 0; round <= settings.Rounds; round++)
        {
            foreach (var guarantee in RotatedRounds.Order([DeliveryGuarantee.AtMostOnce, DeliveryGuarantee.ExactlyOnce], round))
            {
                using var room = new Room(Path.Combine(directory, "checkpoints"));
                var store = new CountingStore(CheckpointStore.InDirectory(room.Path), countsKeys: round == 0);
                var sample = RunOnce(guarantee, store, total, expected);
                if (round > 0) samples.Add(sample);
                else if (store.Commits > 0) keysPerCommit = (double)store.Keys / store.Commits;
            }
        }
        Finish();
        return Report(samples, total, keysPerCommit);
    }

    /// <summary>Makes what the spouts read; answers how many events there are.</summary>
    protected abstract long Prepare(Settings settings, string directory);

    protected abstract Func<ISpout<long>> Spout(long total);

    protected virtual void Finish()
    {
    }

    private Sample RunOnce(DeliveryGuarantee guarantee, CountingStore store, long total, Dictionary<long, long> expected)
    {
        var topology = new TopologyBuilder("W1");
        var view = topology.AddSpout("keys", Spout(total), Tasks)
            .GroupBy(key => key)
            .Aggregate("counts", a => a.Count(), Tasks)
            .ToView();
        GC.Collect();
        var options = new SpeedLayerOptions
        {
            Guarantee = guarantee,
            Checkpoints = guarantee == DeliveryGuarantee.AtMostOnce ? null : store,
        };
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        var run = SpeedLayer.StartAsync(topology.Build(), options).GetAwaiter().GetResult();
        run.Completion.GetAwaiter().GetResult();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cores = (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds / seconds;
        FullCheck.Compare($"{Name} {guarantee}", expected, run.View(view).All());
        var epochs = run.PublishedEpoch.Number;
        run.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return new Sample(guarantee, total / seconds / 1e6, seconds, cores, epochs, store);
    }

    private static string Report(List<Sample> samples, long total, double keysPerCommit)
    {
        var table = new TextTable(
            "guarantee", "M events/s", "slowest…fastest", "× at-most-once", "least…most", "s", "cores", "epochs", "commits", "snapshots", "MB written",
            "commit ms p50", "p99");
        var floors = Of(DeliveryGuarantee.AtMostOnce).Select(sample => sample.Speed).ToArray();
        foreach (var guarantee in new[] { DeliveryGuarantee.AtMostOnce, DeliveryGuarantee.ExactlyOnce })
        {
            var own = Of(guarantee).ToArray();
            var ratios = own.Select((sample, round) => sample.Speed / floors[round]).ToArray();
            var last = own[^1];
            table.Add(
                guarantee.ToString(), Shown.Short(own.Select(sample => sample.Speed).Median()), Shown.Range(own.Select(sample => sample.Speed)),
                Shown.Short(ratios.Median()), Shown.Range(ratios), Shown.Short(last.Seconds), Shown.Short(own.Select(sample => sample.Cores).Median()), Shown.Number(last.Epochs),
                Shown.Number(last.Store.Commits), Shown.Number(last.Store.Snapshots), Shown.Megabytes(last.Store.Bytes),
                Shown.Milliseconds(last.Store.Times.Percentile(50)), Shown.Milliseconds(last.Store.Times.Percentile(99)));
        }
        return $"{table}\n{Shown.Number(total)} events; a commit writes {Shown.Number(keysPerCommit)} changed keys (counted in the round that " +
            "warms up). Seconds, epochs, commits and bytes are those of the last round, the other figures medians.";

        IEnumerable<Sample> Of(DeliveryGuarantee guarantee) => samples.Where(sample => sample.Guarantee == guarantee);
    }

    private sealed record Sample(DeliveryGuarantee Guarantee, double Speed, double Seconds, double Cores, long Epochs, CountingStore Store);
}
