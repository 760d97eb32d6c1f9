using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>Spout, map, count by key, through the public API with default options.</summary>
internal static class LambdaSpeedTopology
{
    public static IEnumerable<KeyValuePair<long, long>> Run(LatencyRun latency, ISpout<int> spout, Action<PacedSource> feed)
    {
        var probe = latency.NewProbe();
        var topology = new TopologyBuilder("latency");
        var view = topology.AddSpout("events", spout)
            .Select(index => Mapped.Of(latency, index))
            .GroupBy(mapped => mapped.Key)
            .Aggregate("counts", a => a.Use(new ProbedCount(probe)))
            .ExpectKeys(100_000) // as the hand-written contenders have it
            .ToView();

        var run = SpeedLayer.StartAsync(topology.Build()).GetAwaiter().GetResult();
        feed(latency.Source);
        run.Completion.GetAwaiter().GetResult();
        return run.View(view).All();
    }
}
