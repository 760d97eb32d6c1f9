using LambdaSpeed.Throughput.Running;

namespace LambdaSpeed.Throughput.Workloads;

/// <summary>W4: a chain of five cheap maps, then a sum by one of 1024 keys. What it costs to have stages.</summary>
public sealed class MapChain() : TypedWorkload<LongInput, long>("W4", "five maps on numbers, then a sum by key (1024 keys)")
{
    private protected override LongInput MakeInput(RunOptions options) =>
        new(new ZipfKeys(100_000).Draw(options.Events, seed: 4), options.Events);

    private protected override Dictionary<long, long> Expect(LongInput input)
    {
        var sums = new Dictionary<long, long>();
        foreach (var value in input.Span)
        {
            var mapped = value;
            foreach (var map in FiveMaps.Lambdas) mapped = map(mapped);
            sums[FiveMaps.KeyOf(mapped)] = sums.GetValueOrDefault(FiveMaps.KeyOf(mapped)) + mapped;
        }

        return sums;
    }
}
