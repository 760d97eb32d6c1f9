using LambdaSpeed.Throughput.Running;

namespace LambdaSpeed.Throughput.Workloads;

/// <summary>W1: a rolling count by key, 100,000 keys of Zipf's frequency.</summary>
public sealed class KeyedCount() : TypedWorkload<LongInput, long>("W1", "rolling count by key, 100 k keys (Zipf)")
{
    private protected override LongInput MakeInput(RunOptions options) =>
        new(new ZipfKeys(100_000).Draw(options.Events, seed: 1), options.Events);

    private protected override Dictionary<long, long> Expect(LongInput input)
    {
        var counts = new Dictionary<long, long>();
        foreach (var key in input.Span) counts[key] = counts.GetValueOrDefault(key) + 1;
        return counts;
    }
}
