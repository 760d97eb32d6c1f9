using System.Diagnostics.Metrics;
using LambdaSpeed.Durability.Measuring;

namespace LambdaSpeed.Durability.Experiments;

/// <summary>How long a barrier keeps a task from its work when every epoch has changed a million keys.</summary>
internal sealed class BarrierStall : IExperiment
{
    private const int KeyCount = 1_000_000;

    public string Name => "stall";

    public string Title => "Barriers with 1,000,000 changed keys in each epoch";

    public string Run(Settings settings, string directory)
    {
        var keys = Enumerable.Range(0, KeyCount).Select(ZipfKeys.KeyOf).ToArray();
        new Random(3).Shuffle(keys);
        var store = new CountingStore(CheckpointStore.InDirectory(directory), countsKeys: true);
        var stalls = new LatencyHistogram();
        var alignments = new LatencyHistogram();
        var gate = new Lock();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "LambdaSpeed") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, seconds, _, _) =>
        {
            var times = instrument.Name switch
            {
                "lambdaspeed.barrier.stall" => stalls,
                "lambdaspeed.barrier.alignment" => alignments,
                _ => null,
            };
            lock (gate) times?.Record((long)(seconds * 1e9));
        });
        listener.Start();

        var total = (long)KeyCount * 12 * settings.Seconds; // some 12 M/s are counted beside such commits
        var topology = new TopologyBuilder("stall");
        var view = topology.AddSpout("keys", () => new LapSpout(keys, total), 2)
            .GroupBy(key => key)
            .Aggregate("counts", a => a.Count(), 2)
            .ExpectKeys(KeyCount)
            .ToView();
        var options = new SpeedLayerOptions { Checkpoints = store, EpochInterval = TimeSpan.FromMilliseconds(250) };
        var run = SpeedLayer.StartAsync(topology.Build(), options).GetAwaiter().GetResult();
        run.Completion.GetAwaiter().GetResult();
        FullCheck.Compare("stall", LapSpout.Expect(keys, total, 2), run.View(view).All());
        run.DisposeAsync().AsTask().GetAwaiter().GetResult();

        var table = new TextTable("per task", "p50 ms", "p99 ms", "max ms", "count");
        Add("stall: nothing is read while state is sealed and the barrier passed on", stalls);
        Add("alignment: from the first input's barrier to the last one's", alignments);
        Add("commit, beside the tasks", store.Times);
        return $"{table}\n{Shown.Number(store.Commits)} commits of {Shown.Number((double)store.Keys / store.Commits)} changed keys and " +
            $"{Shown.Megabytes((double)store.Bytes / store.Commits)} MB each. While a task aligns, it reads the inputs whose barrier is yet to come.";

        void Add(string what, LatencyHistogram values) => table.Add(
            what, Shown.Milliseconds(values.Percentile(50)), Shown.Milliseconds(values.Percentile(99)),
            Shown.Milliseconds(values.Max), Shown.Number(values.Count));
    }
}
