namespace LambdaSpeed.Tests.RealData;

/// <summary>Exact quantiles, from how often each value came: the value at so great a share of the ascending list.</summary>
internal static class NearestRank
{
    private const long Whole = 10_000;

    /// <param name="counts">How often each value came.</param>
    /// <param name="quantiles">Which quantiles, in parts of ten thousand.</param>
    /// <returns>Quantile, value.</returns>
    public static IEnumerable<object[]> Rows(IView<long, long> counts, params int[] quantiles)
    {
        var ascending = counts.All().OrderBy(count => count.Key).ToList();
        var all = ascending.Sum(count => count.Value);
        foreach (var quantile in quantiles)
        {
            var left = Math.Max(1, ((quantile * all) + Whole - 1) / Whole);
            yield return [(long)quantile, ascending.First(count => (left -= count.Value) <= 0).Key];
        }
    }
}
