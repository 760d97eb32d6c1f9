using LambdaSpeed.Aggregation.Formats;
using LambdaSpeed.Codecs.Fixed;

namespace LambdaSpeed.Aggregation;

/// <summary>The codecs of the accumulators in the box, for aggregators of your own that are made of them.</summary>
/// <remarks>The built-in aggregators name theirs by <see cref="IAggregator{TIn, TAccumulator, TResult}.AccumulatorCodec"/>. What is
/// read back adds, merges and reads exactly as what was written. The bytes are described in <c>docs/formats/codecs.md</c>.</remarks>
public static partial class AccumulatorCodecs
{
    /// <summary>For sums of doubles: 50 bytes, kept to the last bit.</summary>
    public static ICodec<DoubleSum> DoubleSum => FixedCodec<DoubleSum, DoubleSumFormat>.Instance;

    /// <summary>For sums of decimals: 32 bytes.</summary>
    public static ICodec<DecimalSum> DecimalSum => FixedCodec<DecimalSum, DecimalSumFormat>.Instance;

    /// <summary>For the entry that was chosen: a byte, and the entry if there is one.</summary>
    /// <typeparam name="TEntry">What is chosen from.</typeparam>
    /// <param name="entry">The codec of the entries.</param>
    /// <returns>The codec.</returns>
    public static ICodec<Chosen<TEntry>> Chosen<TEntry>(ICodec<TEntry> entry)
    {
        ArgumentNullException.ThrowIfNull(entry);

        return new ChosenCodec<TEntry>(entry);
    }

    /// <summary>For distinct items; not for keys.</summary>
    /// <typeparam name="TItem">The items.</typeparam>
    /// <param name="item">The codec of the items.</param>
    /// <returns>The codec.</returns>
    public static ICodec<Distinct<TItem>> Distinct<TItem>(ICodec<TItem> item)
    {
        ArgumentNullException.ThrowIfNull(item);

        return new DistinctCodec<TItem>(item);
    }

    /// <summary>For items with weights; not for keys. Items of weight zero are left out.</summary>
    /// <typeparam name="TItem">The items.</typeparam>
    /// <param name="item">The codec of the items.</param>
    /// <returns>The codec.</returns>
    public static ICodec<ItemCounts<TItem>> ItemCounts<TItem>(ICodec<TItem> item)
    {
        ArgumentNullException.ThrowIfNull(item);

        return new ItemCountsCodec<TItem>(item);
    }

    /// <summary>For collected entries; not for keys.</summary>
    /// <typeparam name="TEntry">The entries.</typeparam>
    /// <param name="entry">The codec of the entries.</param>
    /// <returns>The codec.</returns>
    public static ICodec<Collected<TEntry>> Collected<TEntry>(ICodec<TEntry> entry)
    {
        ArgumentNullException.ThrowIfNull(entry);

        return new CollectedCodec<TEntry>(entry);
    }
}
