using System.Buffers;
using LambdaSpeed.Aggregation;
using LambdaSpeed.Sketches;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>The contract of the codecs: whatever an aggregator can hold is read back, answers the same, and goes on the same.</summary>
public sealed class SketchCheckpointTests
{
    private static readonly long[][] Numbers =
    [
        [], [0], [long.MinValue, long.MaxValue, 0, -1], [.. Range(7)], [.. Range(769)], [.. Range(5_000)], [.. Range(4_000).Select(i => i % 17)],
    ];

    private static readonly double[][] Doubles =
    [
        [], [0], [-0.0, 0.0, double.NaN], [double.NaN], [double.NegativeInfinity, double.PositiveInfinity, double.Epsilon],
        [.. Range(3_000).Select(i => i % 2 == 0 ? 1.7e308 : -1.7e308)], [.. Range(3_000).Select(i => i % 3 == 0 ? double.MaxValue : 9e307)],
        [.. Range(3_000).Select(i => double.Epsilon * i)], [.. Range(5_000).Select(i => (double)(i * i % 4_999))],
    ];

    private static readonly string?[][] Texts =
    [
        [], [null], [""], [null, "", null], ["\uD800"], ["\uD800", "\uD801", "\uDC00", "\uFFFD", "a\uDBFFb", "ab\uD83D", "😀", "a"],
        [new string('x', 100_000), "x"], [.. Range(3_000).Select(i => $"{(char)(0xD700 + i)}")], [.. Range(3_000).Select(i => $"{i % 900}")],
    ];

    private static readonly int[] Sizes = [3, 4, 10];

    [Fact]
    public void Distinct_AnyState_ComesBack()
    {
        foreach (var logK in (int[])[4, 7, 12])
        {
            Check<long, HllSketch, long>(a => a.ApproximateDistinct(item => item, logK, HllWidth.Bits4), Numbers, result => result);
            Check<double, HllSketch, long>(a => a.ApproximateDistinct(item => item, logK), Doubles, result => result);
            Check<string?, HllSketch, long>(a => a.ApproximateDistinct(item => item, logK, HllWidth.Bits6), Texts, result => result);
        }

        Check<long, HllSketch, long>(a => a.ApproximateDistinct(item => item, HllSketch.MaxLogK), Numbers, result => result);
        Check<long, PostgresHll, long>(a => a.ApproximateDistinct(item => item, new PostgresHllOptions()), Numbers, result => result);
        Check<string?, PostgresHll, long>(a => a.ApproximateDistinct(item => item, new PostgresHllOptions { ExplicitLimit = 0 }), Texts, result => result);
    }

    [Fact]
    public void Set_AnyState_ComesBack()
    {
        Check<long, ThetaSketch, CompactThetaSketch>(a => a.ApproximateSet(item => item, 5), Numbers, Set);
        Check<string?, ThetaSketch, CompactThetaSketch>(a => a.ApproximateSet(item => item), Texts, Set);
        Check<double, ThetaSketch, CompactThetaSketch>(a => a.ApproximateSet(item => item, 20), Doubles, Set);
    }

    [Fact]
    public void Membership_AnyState_ComesBack()
    {
        Check<long, BloomFilter, ItemMembership<long>>(a => a.ApproximateMembership(item => item, 1_000), Numbers, Members);
        Check<string?, BloomFilter, ItemMembership<string?>>(a => a.ApproximateMembership(item => item, 1_000), Texts, Members);
        Check<string?, BloomFilter, ItemMembership<string?>>(a => a.ApproximateMembership(item => item, 10_000_000, 0.001), Texts[..6], Members);
    }

    [Fact]
    public void Counts_AnyState_ComesBack()
    {
        Check<long, CountMinSketch, ItemEstimates<long>>(a => a.ApproximateCounts(item => item), Numbers, Estimates);
        Check<string?, CountMinSketch, ItemEstimates<string?>>(a => a.ApproximateCounts(item => item, 0.5, 0.5), Texts, Estimates);
        Check<string?, CountMinSketch, ItemEstimates<string?>>(a => a.ApproximateCounts(item => item, 1e-5), Texts[..6], Estimates);
    }

    [Fact]
    public void Quantiles_AnyState_ComeBack()
    {
        foreach (var k in (int[])[KllSketch<long>.MinK, KllSketch<long>.DefaultK, KllSketch<long>.MaxK])
        {
            Check<long, KllSketch<long>, Quantiles<long>>(a => a.ApproximateQuantiles(item => item, k), Numbers, Ranks, isChance: true);
            Check<double, KllSketch<double>, Quantiles<double>>(a => a.ApproximateQuantiles(item => item, k), Doubles, Ranks, isChance: true);
        }

        foreach (var k in (int[])[TDigest.MinK, TDigest.DefaultK, TDigest.MaxK])
        {
            Check<double, TDigest, TDigest>(a => a.ApproximateTails(item => item, k), Doubles, Tails);
        }
    }

    [Fact]
    public void TopN_AnyState_ComesBack()
    {
        foreach (var logSize in Sizes)
        {
            Check<long, FrequentItemsSketch<long>, IReadOnlyList<FrequentItem<long>>>(
                a => a.ApproximateTopN(2_000, item => item, logSize), Numbers, Top);
            Check<long, FrequentItemsSketch<long>, IReadOnlyList<FrequentItem<long>>>(
                a => a.ApproximateTopN(2_000, item => item, item => item % 3 == 0 ? long.MaxValue : item, logSize), Numbers, Top);
            Check<double, FrequentItemsSketch<double>, IReadOnlyList<FrequentItem<double>>>(
                a => a.ApproximateTopN(2_000, item => item, logSize), Doubles, Top);
            Check<string?, FrequentItemsSketch<string>, IReadOnlyList<FrequentItem<string>>>(
                a => a.ApproximateTopN(2_000, item => item!, logSize), Texts, Top);
            Check<string?, FrequentItemsSketch<(string?, int)>, IReadOnlyList<FrequentItem<(string?, int)>>>(
                a => a.ApproximateTopN(2_000, item => (item, 1), logSize), Texts, Top);
        }
    }

    [Fact]
    public void Samples_AnyState_ComeBack()
    {
        Check<long, ReservoirSample<long>, IReadOnlyList<long>>(a => a.Sample(10, item => item), Numbers, Items, isChance: true);
        Check<double, ReservoirSample<double>, IReadOnlyList<double>>(a => a.Sample(100, item => item), Doubles, Items, isChance: true);
        Check<string?, ReservoirSample<string>, IReadOnlyList<string>>(a => a.Sample(1 << 24, item => item!), Texts, Items, isChance: true);
        Check<string?, ReservoirSample<(string?, int)>, IReadOnlyList<(string?, int)>>(a => a.Sample(9, item => (item, 1)), Texts, Items, isChance: true);
    }

    private static IEnumerable<long> Range(int count) => Enumerable.Range(0, count).Select(i => (long)i);

    private static string Set(CompactThetaSketch set) => Convert.ToHexString(set.ToBytes());

    private static string Members(ItemMembership<long> members) => string.Join(",", Range(2_000).Select(i => members.MayContain(i - 1_000)));

    private static string Members(ItemMembership<string?> members) =>
        string.Join(",", Texts.SelectMany(texts => texts).Select(members.MayContain)) + members.FalsePositiveProbability;

    private static string Estimates(ItemEstimates<long> counts) =>
        string.Join(",", Numbers.SelectMany(numbers => numbers).Select(counts.Estimate)) + counts.TotalWeight;

    private static string Estimates(ItemEstimates<string?> counts) =>
        string.Join(",", Texts.SelectMany(texts => texts).Select(counts.Estimate)) + counts.TotalWeight;

    private static string Ranks<TItem>(Quantiles<TItem> quantiles)
        where TItem : notnull =>
        quantiles.IsEmpty ? "none" : string.Join(",", Range(101).Select(i => quantiles.ValueAt(i / 100.0))) + quantiles.Count;

    private static string Tails(TDigest digest)
    {
        if (digest.IsEmpty) return "none";

        var values = Range(101).Select(i => digest.ValueAt(i / 100.0)).ToArray();
        Assert.All(values, value => Assert.InRange(value, digest.Min, digest.Max));
        Assert.All(values, value => Assert.InRange(digest.RankOf(value), 0, 1));
        return string.Join(",", values) + digest.Count;
    }

    private static string Top<TItem>(IReadOnlyList<FrequentItem<TItem>> top)
        where TItem : notnull
    {
        Assert.All(top, item => Assert.InRange(item.UpperBound, item.LowerBound, long.MaxValue));
        return string.Join(",", top.Select(item => $"{item}").Order(StringComparer.Ordinal)); // of equal estimates in any order
    }

    private static string Items<TItem>(IReadOnlyList<TItem> items) => string.Join(",", items);

    private static void Check<T, TAccumulator, TResult>(
        Func<Aggregates<T>, Aggregation<T, TAccumulator, TResult>> aggregation, T[][] streams, Func<TResult, object> answers, bool isChance = false)
    {
        foreach (var tuples in streams)
        {
            aggregation(Aggregates<T>.Instance).Accept(new Restoring<T, TAccumulator, TResult>(tuples, answers, isChance));
        }
    }

    private sealed class Restoring<T, TAccumulator, TResult>(T[] tuples, Func<TResult, object> answers, bool isChance)
        : IAggregationVisitor<T, TAccumulator, TResult, bool>
    {
        public bool Visit<TValue, TAggregator>(Func<T, TValue>? projection, TAggregator aggregator)
            where TAggregator : IAggregator<TValue, TAccumulator, TResult>
        {
            var project = projection ?? Identity<T, TValue>.Projection;
            var kept = aggregator.Zero();
            foreach (var tuple in tuples) aggregator.Add(ref kept, project(tuple));

            var codec = aggregator.AccumulatorCodec!;
            var restored = Restored(codec, kept);
            Assert.Equal(answers(aggregator.Result(kept)), answers(aggregator.Result(restored)));
            if (isChance) return true;

            foreach (var tuple in tuples) aggregator.Add(ref kept, project(tuple));
            foreach (var tuple in tuples) aggregator.Add(ref restored, project(tuple));
            Assert.Equal(answers(aggregator.Result(kept)), answers(aggregator.Result(restored)));

            aggregator.Merge(ref kept, Restored(codec, restored));
            aggregator.Merge(ref restored, Restored(codec, restored));
            Assert.Equal(answers(aggregator.Result(kept)), answers(aggregator.Result(Restored(codec, restored))));
            return true;
        }

        private static TAccumulator Restored(ICodec<TAccumulator> codec, TAccumulator accumulator)
        {
            var written = new ArrayBufferWriter<byte>();
            codec.Write(written, accumulator);
            var source = written.WrittenSpan;
            var restored = codec.Read(ref source);
            Assert.Equal(0, source.Length);

            var again = new ArrayBufferWriter<byte>();
            codec.Write(again, restored);
            Assert.True(written.WrittenSpan.SequenceEqual(again.WrittenSpan), $"{codec.Schema}: other bytes when written again");
            return restored;
        }
    }
}
