using System.Buffers;
using LambdaSpeed.Aggregation;
using LambdaSpeed.Sketches;
using LambdaSpeed.Tests.Aggregation;
using Xunit;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>The aggregators over sketches: laws where no order may show, bounds elsewhere, and what is written can be read.</summary>
public sealed class ApproximateAggregatorTests
{
    private static readonly Aggregates<long> A = Aggregates<long>.Instance;

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(3_000)]
    public void OrderFree_AnyValues_ObeyTheLaws(int count)
    {
        Check(A.ApproximateDistinct(item => item, 6), count, sketch => sketch.OrderFreeEstimate);
        Check(A.ApproximateDistinct(item => $"{item}", 8, HllWidth.Bits4), count, sketch => sketch.OrderFreeEstimate);
        Check(A.ApproximateDistinct(item => item, new PostgresHllOptions { LogM = 6 }), count, sketch => Convert.ToHexString(sketch.ToBytes()));
        Check(A.ApproximateSet(item => item, 5), count, sketch => Text(sketch.Compact().Trim(5)), result => Text(result));
        Check(A.ApproximateMembership(item => item, 500), count, sketch => Convert.ToHexString(sketch.ToBytes()), result => result.FalsePositiveProbability);
        Check(
            A.ApproximateCounts(item => item % 50, 0.05), count, sketch => Convert.ToHexString(sketch.ToBytes()),
            result => string.Join(",", Enumerable.Range(0, 50).Select(i => result.Estimate(i))));
    }

    [Fact]
    public void Distributions_WrittenAndRead_AnswerTheSame()
    {
        Assert.Equal(5_000, Restored(A.ApproximateQuantile(item => (double)item, 0.5), 10_000).GetValueOrDefault(), 200.0);
        Assert.InRange(Restored(A.ApproximateQuantiles(item => item), 10_000).ValueAt(0.9), 8_800, 9_200);
        Assert.InRange(Restored(A.ApproximateTails(item => item), 10_000).ValueAt(0.999), 9_985, 9_995);
        Assert.Equal([0, 1, 2], Restored(A.ApproximateTopN(3, item => item % 3), 9_999).Select(item => item.Item).Order());
        Assert.Equal([3, 2, 1], Restored(A.ApproximateTopN(3, item => item % 4, item => item % 4), 4_000).Select(item => item.Item));
        Assert.Equal(20, Restored(A.Sample(20, item => item), 5_000).Distinct().Count());
    }

    [Fact]
    public void ItemsWithCodecs_WrittenAndRead_AreTheItems()
    {
        var top = Restored(A.ApproximateTopN(2, item => (item % 2 == 0 ? Weekday.Monday : Weekday.Tuesday, $"{item % 3}")), 600);
        Assert.All(top, item => Assert.Equal(100, item.Estimate));
        Assert.Contains((4L, "odd"), Restored(A.Sample(50, item => (item, item % 2 == 0 ? "odd" : "even")), 5));
        Assert.InRange(Restored(A.ApproximateDistinct(item => (item % 500, "x")), 5_000), 485, 515);
        Assert.True(Restored(A.ApproximateMembership(item => new DateOnly(2020, 1, 1).AddDays((int)item), 100), 100).MayContain(new(2020, 1, 5)));
    }

    [Fact]
    public void Catalogue_WrongParameters_AreRefusedAtOnce()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => A.ApproximateDistinct(item => item, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => A.ApproximateQuantile(item => (double)item, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => A.Sample(1, item => item));
        Assert.Throws<CodecException>(() => A.ApproximateDistinct(item => new object()));
        Assert.Throws<CodecException>(() => A.ApproximateTopN(3, item => new[] { item })); // equal arrays are two objects
        Assert.Equal([[5L]], Restored(A.Sample(3, item => new[] { item + 5 }), 1));
    }

    [Fact]
    public void Codec_CorruptBytes_IsACodecException()
    {
        var source = (ReadOnlySpan<byte>)(byte[])[4, 1, 2, 3];
        Assert.Throws<CodecException>(() => Read([4, 1, 2, 3]));
        Assert.Throws<CodecException>(() => Read([90, 1, 2, 3]));
        Assert.Equal(4, source.Length);
    }

    [Fact]
    public void Distinct_Nulls_AreNotCounted()
    {
        Func<long, string?> nullable = item => item % 2 == 0 ? null : "x", empty = item => item % 2 == 0 ? "" : "x";
        var postgres = new PostgresHllOptions();
        Assert.Equal((1, 1), (Restored(A.ApproximateDistinct(nullable), 9), Restored(A.ApproximateDistinct(nullable, postgres), 9)));
        Assert.Equal((1, 2), (Restored(A.ApproximateDistinct(empty), 9), Restored(A.ApproximateDistinct(empty, postgres), 9))); // '' is a text there
    }

    [Fact]
    public void Zero_Readings_AreEmpty()
    {
        Assert.Equal(0, Restored(A.ApproximateDistinct(item => item), 0));
        Assert.Null(Restored(A.ApproximateQuantile(item => item, 0.5), 0));
        Assert.Empty(Restored(A.ApproximateTopN(3, item => item), 0));
        Assert.True(Restored(A.ApproximateSet(item => item), 0).IsEmpty);
        Assert.Equal(0, Restored(A.ApproximateCounts(item => item), 0).Estimate(5));
    }

    private static HllSketch Read(byte[] bytes)
    {
        var source = (ReadOnlySpan<byte>)bytes;
        return AccumulatorCodecs.Hll.Read(ref source);
    }

    private static string Text(CompactThetaSketch sketch) => Convert.ToHexString(sketch.ToBytes());

    private static void Check<TAccumulator, TResult>(
        Aggregation<long, TAccumulator, TResult> aggregation, int count, Func<TAccumulator, object> content, Func<TResult, object>? result = null)
    {
        long[] values = [.. Enumerable.Range(0, count).Select(i => (long)i * i % 2_000)];
        aggregation.Accept(new Laws<TAccumulator, TResult>(values, content, result ?? (reading => reading!)));
    }

    /// <summary>Adds a stream in two parts, merges, writes and reads the accumulator, adds nothing more, and reads it.</summary>
    private static TResult Restored<TAccumulator, TResult>(Aggregation<long, TAccumulator, TResult> aggregation, int count) =>
        aggregation.Accept(new Restoring<TAccumulator, TResult>(count));

    private sealed class Laws<TAccumulator, TResult>(long[] values, Func<TAccumulator, object> content, Func<TResult, object> result)
        : IAggregationVisitor<long, TAccumulator, TResult, bool>
    {
        public bool Visit<TValue, TAggregator>(Func<long, TValue>? projection, TAggregator aggregator)
            where TAggregator : IAggregator<TValue, TAccumulator, TResult>
        {
            TValue[] projected = [.. values.Select(projection ?? Identity<long, TValue>.Projection)];
            new AggregatorLaws<TValue, TAccumulator, TResult>(
                aggregator, ByContent(content), ByContent(result)).CheckAll(projected, seed: values.Length);
            return true;
        }

        private static EqualityComparer<TItem> ByContent<TItem>(Func<TItem, object> content) =>
            EqualityComparer<TItem>.Create((x, y) => content(x!).Equals(content(y!)), _ => 0);
    }

    private sealed class Restoring<TAccumulator, TResult>(int count) : IAggregationVisitor<long, TAccumulator, TResult, TResult>
    {
        public TResult Visit<TValue, TAggregator>(Func<long, TValue>? projection, TAggregator aggregator)
            where TAggregator : IAggregator<TValue, TAccumulator, TResult>
        {
            var project = projection ?? Identity<long, TValue>.Projection;
            TAccumulator left = aggregator.Zero(), right = aggregator.Zero();
            for (var i = 0L; i < count; i++)
            {
                if (i % 3 == 0) aggregator.Add(ref left, project(i));
                else aggregator.Add(ref right, project(i));
            }

            aggregator.Merge(ref left, right);
            var written = new ArrayBufferWriter<byte>();
            aggregator.AccumulatorCodec!.Write(written, left);
            var source = written.WrittenSpan;
            return aggregator.Result(aggregator.AccumulatorCodec.Read(ref source));
        }
    }
}
