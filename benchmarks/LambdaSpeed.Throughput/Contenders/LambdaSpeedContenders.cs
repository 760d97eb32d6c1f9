using LambdaSpeed.Throughput.Running;
using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>LambdaSpeed itself, through its public API: default options, the parallelism that its README recommends for two cores.</summary>
public sealed class LambdaSpeedContenders : IContenderSource
{
    public void AddTo(WorkloadSet workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);

        foreach (var shape in new[] { new Shape(1, 1), new Shape(1, 2), new Shape(2, 2), new Shape(2, 2, PreAggregates: true) })
        {
            workloads.KeyedCount.Add($"LambdaSpeed-{shape}", input => Count(input, shape));
            workloads.WordCount.Add($"LambdaSpeed-{shape}", input => CountWords(input, shape));
            workloads.WordCount.Add($"LambdaSpeed-slices-{shape}", input => CountSlices(input, shape));
            workloads.MapChain.Add($"LambdaSpeed-{shape}", input => MapAndSum(input, shape));
        }
    }

    private static IEnumerable<KeyValuePair<long, long>> Count(LongInput input, Shape shape)
    {
        var topology = new TopologyBuilder("W1");
        var view = topology.AddSpout("keys", () => new LongSpout(input), shape.Spouts)
            .GroupBy(key => key)
            .By(shape)
            .Aggregate("counts", a => a.Count(), shape.Tasks)
            .ToView();
        return Run(topology, view);
    }

    private static IEnumerable<KeyValuePair<string, long>> CountWords(TextInput input, Shape shape)
    {
        var topology = new TopologyBuilder("W2");
        var view = topology.AddSpout("lines", () => new LineSpout<string>(input, (text, line) => text.Line(line)), shape.Spouts)
            .Then("split", () => new SplitBolt(), shape.Spouts)
            .GroupBy(word => word)
            .By(shape)
            .Aggregate("counts", a => a.Count(), shape.Tasks)
            .ToView();
        return Run(topology, view);
    }

    private static IEnumerable<KeyValuePair<string, long>> CountSlices(TextInput input, Shape shape)
    {
        var topology = new TopologyBuilder("W2-slices");
        var view = topology.AddSpout("lines", () => new LineSpout<byte[]>(input, (text, line) => text.Utf8Line(line).ToArray()), shape.Spouts)
            .Then("split", () => new SliceBolt(), shape.Spouts)
            .GroupBy(word => word, new WordSliceCodec())
            .By(shape)
            .Aggregate("counts", a => a.Count(), shape.Tasks)
            .ToView();
        return Run(topology, view).Select(pair => new KeyValuePair<string, long>(pair.Key.ToString(), pair.Value));
    }

    private static IEnumerable<KeyValuePair<long, long>> MapAndSum(LongInput input, Shape shape)
    {
        var topology = new TopologyBuilder("W4");
        var view = topology.AddSpout("numbers", () => new LongSpout(input), shape.Spouts)
            .Select(FiveMaps.First)
            .Select(FiveMaps.Second)
            .Select(FiveMaps.Third)
            .Select(FiveMaps.Fourth)
            .Select(FiveMaps.Fifth)
            .GroupBy(mapped => FiveMaps.KeyOf(mapped))
            .By(shape)
            .Aggregate("sums", a => a.Sum(value => value), shape.Tasks)
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

    /// <summary>How many tasks read and how many count, and whether the reading ones add up first.</summary>
    internal sealed record Shape(int Spouts, int Tasks, bool PreAggregates = false)
    {
        public override string ToString() => $"{Spouts}x{Tasks}{(PreAggregates ? "-pre" : "")}";
    }
}
