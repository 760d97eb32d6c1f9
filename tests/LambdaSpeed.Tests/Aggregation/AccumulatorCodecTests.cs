using System.Numerics;
using FsCheck.Xunit;
using LambdaSpeed.Aggregation;
using LambdaSpeed.Sketches;
using LambdaSpeed.Tests.Codecs;
using Xunit;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>The bytes of accumulators as they lie in checkpoints, and what is refused. That nothing is lost is an aggregator law.</summary>
public sealed class AccumulatorCodecTests
{
    private static readonly Aggregates<Hit> A = Aggregates<Hit>.Instance;

    [Fact]
    public void Sums_Bytes_AreGolden()
    {
        AssertGolden("doublesum", Zeros(50), AccumulatorCodecs.DoubleSum, default);
        AssertGolden(
            "doublesum",
            "2C00" + "0000060000000000" + Zeros(40),
            AccumulatorCodecs.DoubleSum,
            SumOf(1.5));
        AssertGolden(
            "doublesum",
            "2C07" + "0000FAFFFFFFFFFF" + Zeros(40),
            AccumulatorCodecs.DoubleSum,
            SumOf(-1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity));
        AssertGolden(
            "decimalsum", "000000F09EFDDAC1A131B0DFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", AccumulatorCodecs.DecimalSum, DecimalSum.Of(-1m));
    }

    [Fact]
    public void Collections_Bytes_AreGolden()
    {
        AssertGolden("chosen<int16>", "00", AccumulatorCodecs.Chosen(Codec.Int16), default);
        AssertGolden("chosen<string>", "0100", AccumulatorCodecs.Chosen(Codec.String), new Chosen<string>(null!));
        AssertGolden("chosen<int16>", "010500", AccumulatorCodecs.Chosen(Codec.Int16), new Chosen<short>(5));
        AssertGolden("distinct<int16>", "01", AccumulatorCodecs.Distinct(Codec.Int16), default);
        AssertGolden("distinct<int16>", "0301000200", AccumulatorCodecs.Distinct(Codec.Int16), DistinctOf(1, 2, 1));
        AssertGolden("counts<int16>", "01", AccumulatorCodecs.ItemCounts(Codec.Int16), default);
        AssertGolden("counts<int16>", "0205000300000000000000", AccumulatorCodecs.ItemCounts(Codec.Int16), CountsOf((5, 3), (7, 1), (7, -1)));
        AssertGolden("collected<int16>", "01", AccumulatorCodecs.Collected(Codec.Int16), default);
        AssertGolden("collected<int16>", "0302000100", AccumulatorCodecs.Collected(Codec.Int16), CollectedOf(2, 1));
    }

    [Fact]
    public void BuiltInAggregators_Schemas_AreGolden()
    {
        Assert.Equal("int64", SchemaOf(A.Count()));
        Assert.Equal("doublesum", SchemaOf(A.Sum(hit => hit.Load)));
        Assert.Equal("decimalsum", SchemaOf(A.Sum(hit => hit.Price)));
        Assert.Equal("bigint", SchemaOf(A.SumOf(hit => (BigInteger)hit.Time)));
        Assert.Equal("(int128,int64)", SchemaOf(A.Average(hit => hit.Time)));
        Assert.Equal("(doublesum,int64)", SchemaOf(A.Average(hit => hit.Load)));
        Assert.Equal("(decimalsum,int64)", SchemaOf(A.Average(hit => hit.Price)));
        Assert.Equal("chosen<int32>", SchemaOf(A.Min(hit => hit.Bytes)));
        Assert.Equal("chosen<(int32,string)>", SchemaOf(A.MaxBy(hit => hit.Bytes, hit => hit.Url!)));
        Assert.Equal("chosen<(int64,string,int32)>", SchemaOf(A.Latest(hit => hit.Bytes, hit => hit.Time, hit => hit.Url!)));
        Assert.Equal("distinct<string>", SchemaOf(A.CountDistinct(hit => hit.Url)));
        Assert.Equal("counts<string>", SchemaOf(A.TopN(3, hit => hit.Url)));
        Assert.Equal("collected<(int64,string)>", SchemaOf(A.ToList(hit => hit.Url, hit => hit.Time)));
        Assert.Equal("((int64,doublesum),distinct<string>)", SchemaOf(A.Combine(A.Count(), A.Sum(hit => hit.Load), A.Distinct(hit => hit.Url))));
        Assert.Equal("int64", SchemaOf(A.Fold(0L, (sum, hit) => sum + hit.Bytes, (x, y) => x + y)));
    }

    /// <summary>A start with a checkpoint of sketches that the new ones cannot be merged with is refused by these names.</summary>
    [Fact]
    public void SketchesThatMergeWithTheirLikeAlone_SayTheirParameters()
    {
        Assert.Equal("bloom(1000,0.01)", SchemaOf(A.ApproximateMembership(hit => hit.Url!, 1000)));
        Assert.Equal("countmin(0.001,0.99)", SchemaOf(A.ApproximateCounts(hit => hit.Url!)));
        Assert.Equal("postgreshll(11,5,-1,1)", SchemaOf(A.ApproximateDistinct(hit => hit.Url!, new PostgresHllOptions())));
        Assert.Equal("hll", SchemaOf(A.ApproximateDistinct(hit => hit.Url!))); // any two can be merged
    }

    [Fact]
    public void BuiltInAggregators_OverATypeWithoutCodec_HaveNone()
    {
        Assert.Null(SchemaOf(A.Distinct(hit => new Uncoded(hit.Bytes))));
        Assert.Null(SchemaOf(A.Latest(hit => new Uncoded(hit.Bytes), hit => hit.Time)));
        Assert.Null(SchemaOf(A.Combine(A.Count(), A.TopN(2, hit => new Uncoded(hit.Bytes)))));
        Assert.Null(SchemaOf(A.Fold(new Uncoded(0), (x, _) => x, (x, _) => x)));
    }

    [Fact]
    public void Sums_AskedByType_AreKnown()
    {
        Assert.Same(AccumulatorCodecs.DoubleSum, Codec.For<DoubleSum>());
        Assert.Equal("(decimalsum,int32)", Codec.For<(DecimalSum, int)>().Schema);
    }

    [Theory]
    [InlineData("58")]
    [InlineData("0008")]
    public void DoubleSum_StrayHead_IsRefused(string head) =>
        Assert.Throws<CodecException>(
            () => CodecBytes.Read(AccumulatorCodecs.DoubleSum, [.. Convert.FromHexString(head), .. new byte[50]], out _));

    [Fact]
    public void Collections_Malformed_AreRefused()
    {
        Assert.Throws<CodecException>(() => CodecBytes.Read(AccumulatorCodecs.Distinct(Codec.Byte), [3, 1, 1], out _));
        Assert.Throws<CodecException>(() => CodecBytes.Read(AccumulatorCodecs.Distinct(Codec.Byte), [0], out _));
        Assert.Throws<CodecException>(() => CodecBytes.Read(AccumulatorCodecs.Collected(Codec.Byte), [0], out _));
        Assert.Throws<CodecException>(() => CodecBytes.Read(AccumulatorCodecs.ItemCounts(Codec.Byte), [0], out _));
        Assert.Throws<CodecException>(() => CodecBytes.Read(AccumulatorCodecs.ItemCounts(Codec.Byte), [2, 1, .. new byte[8]], out _));
        byte[] once = [1, 1, 0, 0, 0, 0, 0, 0, 0];
        Assert.Throws<CodecException>(() => CodecBytes.Read(AccumulatorCodecs.ItemCounts(Codec.Byte), [3, .. once, .. once], out _));
        Assert.Throws<CodecException>(() => CodecBytes.Read(AccumulatorCodecs.Chosen(Codec.Byte), [2, 1], out _));
    }

    [Fact]
    public void All_Truncated_AreRefusedAtEachLength()
    {
        CodecBytes.AssertTruncationsAreRefused(AccumulatorCodecs.DoubleSum, SumOf(1.5));
        CodecBytes.AssertTruncationsAreRefused(AccumulatorCodecs.DecimalSum, DecimalSum.Of(7m));
        CodecBytes.AssertTruncationsAreRefused(AccumulatorCodecs.Chosen(Codec.Int16), new Chosen<short>(5));
        CodecBytes.AssertTruncationsAreRefused(AccumulatorCodecs.Distinct(Codec.Int16), DistinctOf(1, 2));
        CodecBytes.AssertTruncationsAreRefused(AccumulatorCodecs.ItemCounts(Codec.Int16), CountsOf((1, 2), (3, 4)));
        CodecBytes.AssertTruncationsAreRefused(AccumulatorCodecs.Collected(Codec.Int16), CollectedOf(1, 2));
    }

    [Property(MaxTest = 300)]
    public bool All_RandomBytes_AreAValueOrACodecException(byte[] tail, byte first) =>
        CodecBytes.IsSafe(AccumulatorCodecs.DoubleSum, [first, .. tail, .. new byte[60]])
        && CodecBytes.IsSafe(AccumulatorCodecs.Chosen(Codec.String), [first, .. tail])
        && CodecBytes.IsSafe(AccumulatorCodecs.Distinct(Codec.String), [first, .. tail])
        && CodecBytes.IsSafe(AccumulatorCodecs.ItemCounts(Codec.Byte), [first, .. tail, .. tail])
        && CodecBytes.IsSafe(AccumulatorCodecs.Collected(Codec.String), [first, .. tail]);

    [Property]
    public bool Sums_AsKeys_HashByContent(double[] values, decimal[] prices)
    {
        var sum = SumOf(values);
        var decimals = prices.Aggregate(default(DecimalSum), (all, price) => all.Plus(DecimalSum.Of(price)));
        return CodecBytes.ComesBack(AccumulatorCodecs.DoubleSum, sum) && CodecBytes.ComesBack(AccumulatorCodecs.DecimalSum, decimals)
            && AccumulatorCodecs.DoubleSum.Hash(sum) == AccumulatorCodecs.DoubleSum.Hash(SumOf([.. values.Reverse()]));
    }

    private static string? SchemaOf<TAccumulator, TResult>(Aggregation<Hit, TAccumulator, TResult> aggregation) =>
        aggregation.Accept(new AccumulatorSchema<Hit, TAccumulator, TResult>());

    private static string Zeros(int bytes) => new('0', 2 * bytes);

    private static DoubleSum SumOf(params double[] values)
    {
        var sum = default(DoubleSum);
        foreach (var value in values) sum.Add(value);
        return sum;
    }

    private static Distinct<short> DistinctOf(params short[] items)
    {
        var distinct = default(Distinct<short>);
        foreach (var item in items) distinct.Add(item);
        return distinct;
    }

    private static ItemCounts<short> CountsOf(params (short Item, long Weight)[] items)
    {
        var counts = default(ItemCounts<short>);
        foreach (var (item, weight) in items) counts.Add(item, weight);
        return counts;
    }

    private static Collected<short> CollectedOf(params short[] entries)
    {
        var collected = default(Collected<short>);
        foreach (var entry in entries) collected.Add(entry);
        return collected;
    }

    private static void AssertGolden<T>(string schema, string hex, ICodec<T> codec, T value)
    {
        Assert.Equal(schema, codec.Schema);
        Assert.Equal(hex, CodecBytes.HexOf(codec, value));
    }

    private sealed record Uncoded(int Number) : IComparable<Uncoded>
    {
        public int CompareTo(Uncoded? other) => Number.CompareTo(other?.Number);
    }
}
