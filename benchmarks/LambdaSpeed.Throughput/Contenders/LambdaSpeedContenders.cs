using LambdaSpeed.Throughput.Running;
using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>LambdaSpeed itself, through its public API: default options, the parallelism that its README recommends for two cores.</summary>
public sealed class LambdaSpeedContenders : IContenderSource
{
    public void AddTo(WorkloadSet workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);

        foreach (var (spouts, tasks) in new[] { (1, 1), (1, 2), (2, 2) })
        {
            workloads.KeyedCount.Add($"LambdaSpeed-{spouts}x{tasks}", input => Count(input, spouts, tasks));
            workloads.WordCount.Add($"LambdaSpeed-{spouts}x{tasks}", input => CountWords(input, spouts, tasks));
            workloads.MapChain.Add($"LambdaSpeed-{spouts}x{tasks}", input => MapAndSum(input, spouts, tasks));
        }
    }

    private static IEnumerable<KeyValuePair<long, long>> Count(LongInput input, int spouts, int tasks)
    {
        var topology = new TopologyBuilder("W1");
        var view = topology.AddSpout("keys", () => new LongSpout(input), spouts)
            .GroupBy(key => key)
            .Aggregate("counts", a => a.Count(), tasks)
            .ToView();
        return Run(topology, view);
    }

    private static IEnumerable<KeyValuePair<string, long>> CountWords(TextInput input, int spouts, int tasks)
    {
        var topology = new TopologyBuilder("W2");
        var view = topology.AddSpout("lines", () => new LineSpout(input), spouts)
            .Then("split", () => new SplitBolt(), spouts)
            .GroupBy(word => word)
            .Aggregate("counts", a => a.Count(), tasks)
            .ToView();
        return Run(topology, view);
    }

    private static IEnumerable<KeyValuePair<long, long>> MapAndSum(LongInput input, int spouts, int tasks)
    {
        var topology = new TopologyBuilder("W4");
        var view = topology.AddSpout("numbers", () => new LongSpout(input), spouts)
            .Select(FiveMaps.First)
            .Select(FiveMaps.Second)
            .Select(FiveMaps.Third)
            .Select(FiveMaps.Fourth)
            .Select(FiveMaps.Fifth)
            .GroupBy(FiveMaps.KeyOf)
            .Aggregate("sums", a => a.Sum(value => value), tasks)
            .ToView();
        return Run(topology, view);
    }

    private static IEnumerable<KeyValuePair<TKey, long>> Run<TKey>(TopologyBuilder topology, ViewName<TKey, long> view)
        where TKey : notnull
    {
        var run = SpeedLayer.StartAsync(topology.Build()).GetAwaiter().GetResult();
        run.Completion.GetAwaiter().GetResult();
        return run.View(view).All();
    }
}
