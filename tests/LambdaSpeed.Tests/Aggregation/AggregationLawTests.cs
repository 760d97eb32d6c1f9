using System.Numerics;
using FsCheck.Xunit;
using LambdaSpeed.Aggregation;

namespace LambdaSpeed.Tests.Aggregation;

public sealed class AggregationLawTests
{
    private static readonly Aggregates<Hit> A = Aggregates<Hit>.Instance;

    [Property]
    public void Counts_AnyValues_ObeyTheLaws(int[] seeds, int split)
    {
        Check(A.Count(), seeds, split);
        Check(A.CountWhere(hit => hit.Bytes > 10), seeds, split);
    }

    [Property]
    public void Sums_AnyValues_ObeyTheLaws(int[] seeds, int split)
    {
        Check(A.Sum(hit => hit.Bytes), seeds, split);
        Check(A.Sum(hit => hit.Time), seeds, split);
        Check(A.Sum(hit => hit.Price), seeds, split);
        Check(A.Sum(hit => hit.Load), seeds, split);
        Check(A.Sum(hit => new TimeSpan(hit.Time)), seeds, split);
        Check(A.SumOf(hit => (BigInteger)hit.Time), seeds, split);
        Check(A.SumOf(hit => (Int128)hit.Time), seeds, split);
    }

    [Property(MaxTest = 300)]
    public void DoubleSum_RandomBitPatterns_ObeysTheLaws(long[] bits, int split) =>
        Aggregates<double>.Instance.Sum(value => value).Accept(new LawChecker<double, DoubleSum, double>(
            [.. bits.Select(b => BitConverter.Int64BitsToDouble(new Random((int)b).NextInt64(long.MinValue, long.MaxValue)))], split));

    [Property]
    public void Averages_AnyValues_ObeyTheLaws(int[] seeds, int split)
    {
        Check(A.Average(hit => hit.Bytes), seeds, split);
        Check(A.Average(hit => hit.Time), seeds, split);
        Check(A.Average(hit => hit.Price / 100), seeds, split);
        Check(A.Average(hit => hit.Load), seeds, split);
    }

    [Property]
    public void Choices_AnyValues_ObeyTheLaws(int[] seeds, int split)
    {
        Check(A.Min(hit => hit.Bytes), seeds, split);
        Check(A.Max(hit => hit.Load), seeds, split);
        Check(A.Min(hit => hit.Url!), seeds, split);
        Check(A.Max(hit => hit.Url!), seeds, split);
        Check(A.MinBy(hit => hit.Bytes, hit => hit.Url!), seeds, split);
        Check(A.MaxBy(hit => hit.Bytes, hit => hit.Day), seeds, split);
        Check(A.MaxBy(hit => hit.Day, hit => hit, hit => (hit.Url, hit.Bytes, hit.Time, hit.Load, hit.Price)), seeds, split);
        Check(A.Latest(hit => hit.Day, hit => hit.Time), seeds, split);
        Check(A.Latest(hit => hit.Url!, hit => hit.Time), seeds, split);
        Check(A.Earliest(hit => hit.Url!, hit => hit.Time), seeds, split);
    }

    [Property]
    public void Collections_AnyValues_ObeyTheLaws(int[] seeds, int split)
    {
        Check(A.Distinct(hit => hit.Url), seeds, split);
        Check(A.CountDistinct(hit => hit.Time), seeds, split);
        Check(A.TopN(3, hit => hit.Url), seeds, split);
        Check(A.TopN(2, hit => hit.Url, hit => hit.Bytes), seeds, split);
        Check(A.ToList(hit => hit.Url, hit => hit.Time), seeds, split);
        Check(A.ToList(hit => hit.Bytes, hit => hit.Day, hit => hit.Bytes), seeds, split);
    }

    [Property]
    public void Combinations_AnyValues_ObeyTheLaws(int[] seeds, int split)
    {
        Check(A.Combine(A.Count(), A.Sum(hit => hit.Bytes)), seeds, split);
        Check(A.Combine(A.Count(), A.TopN(2, hit => hit.Url), (count, top) => (count, top.Count)), seeds, split);
        Check(A.Combine(A.Max(hit => hit.Bytes), A.Distinct(hit => hit.Url), A.Sum(hit => hit.Load)), seeds, split);
        Check(
            A.Combine(A.TopN(2, hit => hit.Url), A.Min(hit => hit.Bytes), A.Count(), A.Count(), (a, b, c, d) => (a, b, c + d)),
            seeds,
            split);
    }

    [Property]
    public void OwnAggregators_AnyValues_ObeyTheLaws(int[] seeds, int split)
    {
        Check(A.Fold(0L, (sum, hit) => sum + hit.Bytes, (x, y) => x + y), seeds, split);
        var parity = Aggregator.Create<int, int, string>(0, (x, y) => x ^ y, (x, y) => x ^ y, x => $"{x:X}", (x, y) => x ^ y);
        Check(A.Use(hit => hit.Bytes, parity), seeds, split);
        Check(A.Use<int, long, long, IntegerSumAggregator<int, long>>(hit => hit.Bytes, default), seeds, split);
    }

    private static void Check<TAccumulator, TResult>(Aggregation<Hit, TAccumulator, TResult> aggregation, int[] seeds, int split) =>
        aggregation.Accept(new LawChecker<Hit, TAccumulator, TResult>(Hit.Of(seeds), split));
}
