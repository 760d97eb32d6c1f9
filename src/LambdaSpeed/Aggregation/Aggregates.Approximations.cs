using LambdaSpeed.Aggregation;
using LambdaSpeed.Aggregation.Approximate;
using LambdaSpeed.Sketches;

namespace LambdaSpeed;

public sealed partial class Aggregates<T>
{
    /// <summary>How many distinct values there are, approximately, in a few kilobytes whatever their number: HyperLogLog.</summary>
    /// <remarks>The standard error is 1.04 / 2^(logK / 2), 1.6 % at 12; a few hundred values are counted all but exactly, in 4 bytes each.
    /// Neither order nor split shows. Without values it reads as 0. Cannot subtract. Null and empty texts are not counted, as in Apache
    /// DataSketches, whose sketches of numbers and texts can be merged with these. A key that is restored from a checkpoint keeps the logK
    /// it began with, or the lesser one of what is merged.</remarks>
    /// <typeparam name="TValue">The values; numbers, strings, or what has a codec fit for keys.</typeparam>
    /// <param name="selector">What is counted.</param>
    /// <param name="logK">The logarithm of the number of registers, 4 to 21.</param>
    /// <param name="width">How many bits a register takes.</param>
    public Aggregation<T, HllSketch, long> ApproximateDistinct<TValue>(
        Func<T, TValue> selector, int logK = HllSketch.DefaultLogK, HllWidth width = HllWidth.Bits8)
    {
        ArgumentNullException.ThrowIfNull(selector);
        _ = new HllSketch(logK, width); // what is wrong with the parameters is said here, not by the first tuple
        return new ProjectedAggregation<T, TValue, HllSketch, long, HllAggregator<TValue>>(
            "approximate-distinct", selector, new(logK, width, SketchItem<TValue>.RequireCodec()));
    }

    /// <summary>How many distinct values there are, approximately, in the form of PostgreSQL's extension <c>hll</c>.</summary>
    /// <remarks>The standard error is 1.04 / 2^(LogM / 2). Neither order nor split shows. Without values it reads as 0. Cannot subtract.
    /// Strings and integers of 32 and 64 bits are hashed as the extension's functions for them do. Null is not counted, as by
    /// <c>hll_add_agg</c>; the empty text is.</remarks>
    /// <typeparam name="TValue">The values; numbers, strings, or what has a codec fit for keys.</typeparam>
    /// <param name="selector">What is counted.</param>
    /// <param name="options">The parameters of the column.</param>
    public Aggregation<T, PostgresHll, long> ApproximateDistinct<TValue>(Func<T, TValue> selector, PostgresHllOptions options)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(options);
        _ = new PostgresHll(options);
        return new ProjectedAggregation<T, TValue, PostgresHll, long, PostgresHllAggregator<TValue>>(
            "approximate-distinct", selector, new(options, SketchItem<TValue>.RequireCodec()));
    }

    /// <summary>A sketch of the distinct values that can be united with, intersected with and subtracted from others: theta.</summary>
    /// <remarks>Keeps at most 15/8 · 2^logK hashes of 8 bytes; the standard error of its own count is 1 / 2^(logK / 2), 1.6 % at 12.
    /// Neither order nor split shows. Without values it reads as the empty sketch. Cannot subtract single values. Null and empty texts are
    /// not counted. A key that is restored from a checkpoint keeps the logK it began with.</remarks>
    /// <typeparam name="TValue">The values; numbers, strings, or what has a codec fit for keys.</typeparam>
    /// <param name="selector">What is counted.</param>
    /// <param name="logK">The logarithm of the nominal number of hashes, 5 to 26.</param>
    public Aggregation<T, ThetaSketch, CompactThetaSketch> ApproximateSet<TValue>(
        Func<T, TValue> selector, int logK = ThetaSketch.DefaultLogK)
    {
        ArgumentNullException.ThrowIfNull(selector);
        _ = new ThetaSketch(logK);
        return new ProjectedAggregation<T, TValue, ThetaSketch, CompactThetaSketch, ThetaAggregator<TValue>>(
            "approximate-set", selector, new(logK, SketchItem<TValue>.RequireCodec()));
    }

    /// <summary>Which of the given items came, approximately, in fixed room: a Bloom filter.</summary>
    /// <remarks>Never wrongly no. Takes 1.2 bytes an item at a probability of 1 %, all of it from the first item on, and each read copies
    /// it. Neither order nor split shows. Cannot subtract. Null and empty texts are never there.</remarks>
    /// <typeparam name="TItem">The items; numbers, strings, or what has a codec fit for keys.</typeparam>
    /// <param name="item">What is remembered.</param>
    /// <param name="itemCount">How many distinct items a key will have, at least 1.</param>
    /// <param name="falsePositiveProbability">How probable a wrong yes may be then, between 0 and 1.</param>
    public Aggregation<T, BloomFilter, ItemMembership<TItem>> ApproximateMembership<TItem>(
        Func<T, TItem> item, long itemCount, double falsePositiveProbability = 0.01)
    {
        ArgumentNullException.ThrowIfNull(item);
        _ = BloomFilter.ForItems(itemCount, falsePositiveProbability);
        return new ProjectedAggregation<T, TItem, BloomFilter, ItemMembership<TItem>, BloomAggregator<TItem>>(
            "approximate-membership", item, new(itemCount, falsePositiveProbability, SketchItem<TItem>.RequireCodec()));
    }

    /// <summary>How often each item came, approximately, in fixed room: Count-Min.</summary>
    /// <remarks>Never too little; too much by at most <paramref name="relativeError"/> of the key's tuples, with
    /// <paramref name="confidence"/>. Takes 22 bytes / error for each row, of which 99 % ask for 5; all of it from the first item on, and
    /// each read copies it. Neither order nor split shows. Cannot subtract. Where only the most frequent items are asked for, take
    /// <see cref="ApproximateTopN{TItem}(int, Func{T, TItem}, int)"/>.</remarks>
    /// <typeparam name="TItem">The items; numbers, strings, or what has a codec fit for keys.</typeparam>
    /// <param name="item">What is counted.</param>
    /// <param name="relativeError">The share of the tuples by which an estimate may be too high.</param>
    /// <param name="confidence">How probable it is that it is not higher.</param>
    public Aggregation<T, CountMinSketch, ItemEstimates<TItem>> ApproximateCounts<TItem>(
        Func<T, TItem> item, double relativeError = 0.001, double confidence = 0.99)
    {
        ArgumentNullException.ThrowIfNull(item);
        _ = CountMinSketch.ForError(relativeError, confidence);
        return new ProjectedAggregation<T, TItem, CountMinSketch, ItemEstimates<TItem>, CountMinAggregator<TItem>>(
            "approximate-counts", item, new(relativeError, confidence, SketchItem<TItem>.RequireCodec()));
    }
}
