using System.Numerics;
using LambdaSpeed.Aggregation;
using Xunit;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>What readers see at the edges: no values, ties, overflow, misuse; and what the engine sees of a composite.</summary>
public sealed class AggregationTests
{
    private static readonly Aggregates<Hit> A = Aggregates<Hit>.Instance;

    [Fact]
    public void NoValues_EveryAggregation_ReadsAsDocumented()
    {
        Assert.Equal(0, Read(A.Count(), []));
        Assert.Equal(0, Read(A.Sum(hit => hit.Bytes), []));
        Assert.Equal(0.0, Read(A.Sum(hit => hit.Load), []));
        Assert.Equal(0m, Read(A.Sum(hit => hit.Price), []));
        Assert.Null(Read(A.Average(hit => hit.Bytes), []));
        Assert.Null(Read(A.Min(hit => hit.Bytes), []));
        Assert.Null(Read(A.Max(hit => hit.Url!), []));
        Assert.Null(Read(A.Latest(hit => hit.Day, hit => hit.Time), []));
        Assert.Empty(Read(A.Distinct(hit => hit.Url), []));
        Assert.Empty(Read(A.TopN(3, hit => hit.Url), []));
        Assert.Empty(Read(A.ToList(hit => hit.Url, hit => hit.Time), []));
    }

    [Fact]
    public void LongSum_OverflowOnTheWay_LeavesNoTrace()
    {
        var sums = Aggregates<long>.Instance;
        Assert.Equal(long.MaxValue - 5, Read(sums.Sum(value => value), [long.MaxValue, 10, -15]));
        Assert.Equal((Int128)long.MaxValue + 10, Read(sums.SumOf(value => (Int128)value), [long.MaxValue, 10]));
        Assert.Equal((BigInteger)long.MaxValue + 10, Read(sums.SumOf(value => (BigInteger)value), [long.MaxValue, 10]));
    }

    [Fact]
    public void DecimalSum_BeyondTheRange_ReadsAsTheGreatest()
    {
        var sums = Aggregates<decimal>.Instance;
        Assert.Equal(decimal.MaxValue, Read(sums.Sum(value => value), [decimal.MaxValue, 1]));
        Assert.Equal(decimal.MinValue, Read(sums.Sum(value => value), [decimal.MinValue, -1]));
        Assert.Equal(0.1m, Read(sums.Sum(value => value), [decimal.MaxValue, 0.1m, decimal.MinValue]));
        Assert.Equal(-1e-28m, Read(sums.Sum(value => value), [-1e-28m]));
    }

    [Fact]
    public void DoubleSum_Cancellation_IsExact()
    {
        var sums = Aggregates<double>.Instance;
        Assert.Equal(0.6, Read(sums.Sum(value => value), [0.3, 0.2, 0.1]));
        Assert.Equal(2.0, Read(sums.Sum(value => value), [1e30, 1, -1e30, 1]));
        Assert.Equal(-double.Epsilon, Read(sums.Sum(value => value), [-double.Epsilon]));
        Assert.Equal(double.MaxValue, Read(sums.Sum(value => value), [double.MaxValue, double.MaxValue, -double.MaxValue]));
        Assert.Equal(double.PositiveInfinity, Read(sums.Sum(value => value), [double.MaxValue, double.MaxValue]));
        Assert.Equal(double.PositiveInfinity, Read(sums.Sum(value => value), [1, double.PositiveInfinity]));
        Assert.Equal(double.NaN, Read(sums.Sum(value => value), [double.NegativeInfinity, double.PositiveInfinity]));
        Assert.Equal(double.NaN, Read(sums.Sum(value => value), [double.NaN, 1]));
    }

    [Fact]
    public void SmallIntegers_Sum_WidenToLong()
    {
        Aggregation<byte, long, long> sum = Aggregates<byte>.Instance.Sum(value => value);
        Assert.Equal(510, Read(sum, new byte[] { 255, 255 }));
    }

    [Fact]
    public void MaxBy_EqualMeasures_TakesTheSmallerItem()
    {
        var words = Aggregates<string>.Instance;
        Assert.Equal("aa", Read(words.MaxBy(word => word.Length, word => word), ["bb", "aa", "c"]));
        Assert.Equal("C", Read(words.Min(word => word), ["b", "C", "a"])); // by code units, not by culture
    }

    [Fact]
    public void TopN_EqualCounts_RanksTheSmallerItemFirst() =>
        Assert.Equal(
            [new("c", 2), new("a", 1)],
            Read(Aggregates<string>.Instance.TopN(2, word => word), ["b", "c", "a", "c"]));

    [Fact]
    public void ItemWithoutOrder_WithoutTieBreak_IsRefusedWithARemedy()
    {
        var refusal = Assert.Throws<ArgumentException>(() => A.Latest(hit => hit, hit => hit.Time));
        Assert.Contains("tie-break", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => A.TopN(3, hit => hit));
        Assert.Throws<ArgumentException>(() => A.Min(hit => (1, new object())));
        Assert.NotNull(A.Latest(hit => hit, hit => hit.Time, hit => (hit.Bytes, hit.Url)));
    }

    [Fact]
    public void Combination_OfParts_CopiesWhenOneDoesAndSubtractsWhenAllDo()
    {
        Assert.Equal((false, true), Abilities(A.Combine(A.Count(), A.Sum(hit => hit.Bytes))));
        Assert.Equal((false, false), Abilities(A.Combine(A.Count(), A.Max(hit => hit.Bytes))));
        Assert.Equal((true, true), Abilities(A.Combine(A.Count(), A.TopN(1, hit => hit.Url))));
        Assert.Equal((true, false), Abilities(A.Combine(A.Max(hit => hit.Bytes), A.Count(), A.TopN(1, hit => hit.Url))));
        Assert.Equal((false, false), Abilities(A.Combine(A.Distinct(hit => hit.Url), A.Count())));
    }

    [Fact]
    public void Combination_Name_ListsItsParts() =>
        Assert.Equal("count+sum+max", A.Combine(A.Count(), A.Sum(hit => hit.Bytes), A.Max(hit => hit.Bytes)).ToString());

    [Fact]
    public void Add_ReferenceFreeAccumulators_AllocatesNothing()
    {
        var aggregator = default(IntegerSumAggregator<int, long>);
        var sum = 0L;
        var doubles = default(DoubleSum);
        var decimals = default(DecimalSum);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            aggregator.Add(ref sum, i);
            doubles.Add(i * 0.1);
            decimals = decimals.Plus(DecimalSum.Of(0.1m));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2000); // the first call of DecimalSum makes its table
        Assert.Equal(499500, sum);
    }

    private static TResult Read<T, TAccumulator, TResult>(Aggregation<T, TAccumulator, TResult> aggregation, IEnumerable<T> tuples) =>
        aggregation.Accept(new AggregationEvaluator<T, TAccumulator, TResult>(tuples));

    private static (bool IsCopying, bool IsSubtracting) Abilities<TAccumulator, TResult>(
        Aggregation<Hit, TAccumulator, TResult> aggregation)
    {
        var evaluator = new AggregationEvaluator<Hit, TAccumulator, TResult>([]);
        aggregation.Accept(evaluator);
        return (evaluator.IsCopying, evaluator.IsSubtracting);
    }
}
