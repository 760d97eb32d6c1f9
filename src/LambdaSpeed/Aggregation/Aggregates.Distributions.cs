using LambdaSpeed.Aggregation;
using LambdaSpeed.Aggregation.Approximate;
using LambdaSpeed.Sketches;

namespace LambdaSpeed;

public sealed partial class Aggregates<T>
{
    /// <summary>All quantiles of doubles, approximately: KLL.</summary>
    /// <remarks>A rank is off by at most 2.3 / k^0.97 of the tuples with 99 % confidence, 1.33 % at 200; some 3 k values are kept. Order
    /// and split show within that error. NaN is ignored. Without values it reads as empty. Cannot subtract. A key that is restored from a
    /// checkpoint keeps the k it began with.</remarks>
    /// <param name="selector">What is ranked.</param>
    /// <param name="k">How much is kept, 8 to 65535.</param>
    public Aggregation<T, KllSketch<double>, Quantiles<double>> ApproximateQuantiles(
        Func<T, double> selector, int k = KllSketch<double>.DefaultK) => QuantilesOf(selector, k);

    /// <summary>All quantiles of integers, approximately: KLL.</summary>
    /// <remarks>As the overload for doubles.</remarks>
    /// <param name="selector">What is ranked.</param>
    /// <param name="k">How much is kept, 8 to 65535.</param>
    public Aggregation<T, KllSketch<long>, Quantiles<long>> ApproximateQuantiles(
        Func<T, long> selector, int k = KllSketch<long>.DefaultK) => QuantilesOf(selector, k);

    /// <summary>One quantile of doubles, approximately: 0.5 for the median, 0.99 for the 99th percentile.</summary>
    /// <remarks>Keeps as much, and is as exact, as <see cref="ApproximateQuantiles(Func{T, double}, int)"/>. Without values it reads as
    /// null.</remarks>
    /// <param name="selector">What is ranked.</param>
    /// <param name="rank">The share of the tuples that the result is not below, 0 to 1.</param>
    /// <param name="k">How much is kept, 8 to 65535.</param>
    public Aggregation<T, KllSketch<double>, double?> ApproximateQuantile(
        Func<T, double> selector, double rank, int k = KllSketch<double>.DefaultK) => QuantileOf(selector, rank, k);

    /// <summary>One quantile of integers, approximately: 0.5 for the median, 0.99 for the 99th percentile.</summary>
    /// <remarks>As the overload for doubles.</remarks>
    /// <param name="selector">What is ranked.</param>
    /// <param name="rank">The share of the tuples that the result is not below, 0 to 1.</param>
    /// <param name="k">How much is kept, 8 to 65535.</param>
    public Aggregation<T, KllSketch<long>, long?> ApproximateQuantile(
        Func<T, long> selector, double rank, int k = KllSketch<long>.DefaultK) => QuantileOf(selector, rank, k);

    /// <summary>Quantiles of doubles, most exactly at both ends: a t-digest.</summary>
    /// <remarks>For the 99.9th percentile and beyond; there is no proven bound of the error. Takes up to 32 (2 k + 10) bytes and a buffer
    /// of as much, 13 KB each at 200. Order and split show within the error. NaN and infinities are ignored. Cannot subtract. A key that is
    /// restored from a checkpoint keeps the k it began with.</remarks>
    /// <param name="selector">What is ranked.</param>
    /// <param name="k">How much is kept, 10 to 65535.</param>
    public Aggregation<T, TDigest, TDigest> ApproximateTails(Func<T, double> selector, int k = TDigest.DefaultK)
    {
        ArgumentNullException.ThrowIfNull(selector);
        _ = new TDigest(k);
        return new ProjectedAggregation<T, double, TDigest, TDigest, TDigestAggregator>("approximate-tails", selector, new(k));
    }

    /// <summary>The most frequent items with bounds of their counts, in a table of fixed size.</summary>
    /// <remarks>The bounds always hold and are at most 3.5 / 2^logSize of the key's tuples apart, and equal while there are fewer items
    /// than three quarters of the table. Order and split show within that. Without values it reads as empty. Null and NaN are not counted;
    /// a lone surrogate in a text counts as U+FFFD. Cannot subtract. A key that is restored from a checkpoint keeps the size it began
    /// with.</remarks>
    /// <typeparam name="TItem">The items; what has a codec fit for keys.</typeparam>
    /// <param name="size">How many are read, at least 1.</param>
    /// <param name="item">What is counted.</param>
    /// <param name="logSize">The logarithm of the greatest size of the table, 3 to 26.</param>
    public Aggregation<T, FrequentItemsSketch<TItem>, IReadOnlyList<FrequentItem<TItem>>> ApproximateTopN<TItem>(
        int size, Func<T, TItem> item, int logSize = FrequentItemsSketch<long>.DefaultLogSize)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(item);
        return ApproximateTopN(size, item, static _ => 1, logSize);
    }

    /// <summary>The items with the greatest sums of weights, with bounds of the sums, in a table of fixed size.</summary>
    /// <remarks>As the overload without weights; the bounds are shares of the sum of all weights. A weight that is not positive adds
    /// nothing.</remarks>
    /// <typeparam name="TItem">The items; what has a codec fit for keys.</typeparam>
    /// <param name="size">How many are read, at least 1.</param>
    /// <param name="item">What is ranked.</param>
    /// <param name="weight">What each tuple adds to its item.</param>
    /// <param name="logSize">The logarithm of the greatest size of the table, 3 to 26.</param>
    public Aggregation<T, FrequentItemsSketch<TItem>, IReadOnlyList<FrequentItem<TItem>>> ApproximateTopN<TItem>(
        int size, Func<T, TItem> item, Func<T, long> weight, int logSize = FrequentItemsSketch<long>.DefaultLogSize)
        where TItem : notnull
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(weight);
        var format = CodecItems<TItem>.RequireKey();
        _ = new FrequentItemsSketch<TItem>(logSize, format);
        return new ProjectedAggregation<T, (TItem Item, long Weight), FrequentItemsSketch<TItem>, IReadOnlyList<FrequentItem<TItem>>,
            FrequentItemsAggregator<TItem>>("approximate-top", tuple => (item(tuple), weight(tuple)), new(size, logSize, format));
    }

    /// <summary>Some of the items, each as likely to be among them as any other: a reservoir sample.</summary>
    /// <remarks>Keeps up to <paramref name="size"/> items; all of them while there are not more. Which ones depends on the order. Null
    /// and NaN are not taken. Cannot subtract. A key that is restored from a checkpoint keeps the size it began with, until it is merged
    /// with a smaller one.</remarks>
    /// <typeparam name="TItem">The items; what has a codec.</typeparam>
    /// <param name="size">How many are kept, 2 to 2^24.</param>
    /// <param name="item">What is sampled.</param>
    public Aggregation<T, ReservoirSample<TItem>, IReadOnlyList<TItem>> Sample<TItem>(int size, Func<T, TItem> item)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(item);
        var format = CodecItems<TItem>.Require();
        _ = new ReservoirSample<TItem>(size, 0, format);
        return new ProjectedAggregation<T, TItem, ReservoirSample<TItem>, IReadOnlyList<TItem>, SampleAggregator<TItem>>(
            "sample", item, new(size, format));
    }

    private static ProjectedAggregation<T, TItem, KllSketch<TItem>, Quantiles<TItem>, QuantilesAggregator<TItem>> QuantilesOf<TItem>(
        Func<T, TItem> selector, int k)
        where TItem : struct
    {
        ArgumentNullException.ThrowIfNull(selector);
        _ = new KllSketch<TItem>(k);
        return new("approximate-quantiles", selector, new(k));
    }

    private static ProjectedAggregation<T, TItem, KllSketch<TItem>, TItem?, QuantileAggregator<TItem>> QuantileOf<TItem>(
        Func<T, TItem> selector, double rank, int k)
        where TItem : struct
    {
        ArgumentNullException.ThrowIfNull(selector);
        if (!(rank is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rank), rank, "A rank is a share, 0 to 1.");

        _ = new KllSketch<TItem>(k);
        return new("approximate-quantile", selector, new(rank, k));
    }
}
