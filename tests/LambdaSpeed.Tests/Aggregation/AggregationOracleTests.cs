using System.Numerics;
using FsCheck.Xunit;
using Xunit;

namespace LambdaSpeed.Tests.Aggregation;

/// <summary>Every aggregation gives what LINQ gives on the same tuples.</summary>
public sealed class AggregationOracleTests
{
    private static readonly Aggregates<Hit> A = Aggregates<Hit>.Instance;

    [Property]
    public void Oracle_Numbers_EqualLinq(int[] seeds)
    {
        var hits = Hit.Of(seeds);
        Assert.Equal(hits.LongLength, Read(A.Count(), hits));
        Assert.Equal(hits.Count(hit => hit.Bytes > 10), Read(A.CountWhere(hit => hit.Bytes > 10), hits));
        Assert.Equal(hits.Sum(hit => hit.Bytes), Read(A.Sum(hit => hit.Bytes), hits));
        Assert.Equal(hits.Sum(hit => hit.Bytes * 0.01m), Read(A.Sum(hit => hit.Bytes * 0.01m), hits));
        Assert.Equal(hits.Sum(hit => hit.Bytes * 0.5), Read(A.Sum(hit => hit.Bytes * 0.5), hits));
        Assert.Equal(
            hits.Aggregate(BigInteger.Zero, (sum, hit) => sum + hit.Time), Read(A.SumOf(hit => (BigInteger)hit.Time), hits));
        Assert.Equal(hits.Sum(hit => hit.Bytes), Read(A.Sum(hit => TimeSpan.FromTicks(hit.Bytes)), hits).Ticks);
        Assert.Equal(hits.Average(hit => (int?)hit.Bytes), Read(A.Average(hit => hit.Bytes), hits));
        Assert.Equal(hits.Average(hit => (decimal?)hit.Bytes), Read(A.Average(hit => (decimal)hit.Bytes), hits));
    }

    [Property(MaxTest = 500)]
    public void Oracle_DoubleSum_IsTheExactSumRounded(int[] mantissas, byte[] exponents)
    {
        // Exponents within 2^0 to 2^60, so that all bits are kept and the exact sum is an integer.
        double[] values = [.. mantissas.Zip(exponents, (mantissa, exponent) => Math.ScaleB(mantissa * 1048583.0, exponent % 60))];
        var exact = values.Aggregate(BigInteger.Zero, (sum, value) => sum + new BigInteger(value));
        var actual = Aggregates<double>.Instance.Sum(value => value)
            .Accept(new AggregationEvaluator<double, LambdaSpeed.Aggregation.DoubleSum, double>(values));
        var error = BigInteger.Abs(exact - new BigInteger(actual));
        Assert.True(error <= BigInteger.Abs(exact - new BigInteger(Math.BitIncrement(actual))));
        Assert.True(error <= BigInteger.Abs(exact - new BigInteger(Math.BitDecrement(actual))));
    }

    [Property]
    public void Oracle_Choices_EqualLinq(int[] seeds)
    {
        var hits = Hit.Of(seeds);
        Assert.Equal(hits.Min(hit => (int?)hit.Bytes), Read(A.Min(hit => hit.Bytes), hits));
        Assert.Equal(hits.Max(hit => (long?)hit.Time), Read(A.Max(hit => hit.Time), hits));
        Assert.Equal(
            hits.OrderByDescending(hit => hit.Time).ThenBy(hit => hit.Url, StringComparer.Ordinal).FirstOrDefault()?.Url,
            Read(A.Latest(hit => hit.Url!, hit => hit.Time), hits));
        Assert.Equal(
            hits.OrderBy(hit => hit.Bytes).ThenBy(hit => hit.Day).FirstOrDefault()?.Day,
            Read(A.MinBy(hit => hit.Bytes, hit => hit.Day), hits));
    }

    [Property]
    public void Oracle_Collections_EqualLinq(int[] seeds)
    {
        var hits = Hit.Of(seeds);
        Assert.True(Read(A.Distinct(hit => hit.Url), hits).SetEquals(hits.Select(hit => hit.Url)));
        Assert.Equal(hits.Select(hit => hit.Time).Distinct().LongCount(), Read(A.CountDistinct(hit => hit.Time), hits));
        Assert.Equal(
            hits.GroupBy(hit => hit.Url).Select(url => new WeightedItem<string?>(url.Key, url.LongCount()))
                .OrderByDescending(url => url.Weight).ThenBy(url => url.Item, StringComparer.Ordinal).Take(3),
            Read(A.TopN(3, hit => hit.Url), hits));
        Assert.Equal(
            hits.GroupBy(hit => hit.Url).Select(url => new WeightedItem<string?>(url.Key, url.Sum(hit => hit.Bytes)))
                .Where(url => url.Weight != 0).OrderByDescending(url => url.Weight).ThenBy(url => url.Item, StringComparer.Ordinal).Take(2),
            Read(A.TopN(2, hit => hit.Url, hit => hit.Bytes), hits));
        Assert.Equal(
            hits.OrderBy(hit => hit.Time).ThenBy(hit => hit.Url, StringComparer.Ordinal).Select(hit => hit.Url),
            Read(A.ToList(hit => hit.Url, hit => hit.Time), hits));
    }

    private static TResult Read<TAccumulator, TResult>(Aggregation<Hit, TAccumulator, TResult> aggregation, Hit[] hits) =>
        aggregation.Accept(new AggregationEvaluator<Hit, TAccumulator, TResult>(hits));
}
