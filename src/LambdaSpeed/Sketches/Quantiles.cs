using LambdaSpeed.Sketches.Kll;

namespace LambdaSpeed.Sketches;

/// <summary>The answers of a quantile sketch as of one moment; immutable, and safe to share between threads.</summary>
/// <typeparam name="TItem">The items.</typeparam>
public sealed class Quantiles<TItem>
    where TItem : notnull
{
    private readonly TItem[] _items;    // ascending
    private readonly long[] _atMost;    // how many items of the stream are at most the one here
    private readonly TItem? _least;
    private readonly TItem? _greatest;

    internal Quantiles(TItem[] items, long[] weights, long count, TItem? least, TItem? greatest, double rankError)
    {
        if (typeof(TItem) == typeof(string)) Array.Sort(items, weights, Comparer<TItem>.Create(ItemOrder<TItem>.Compare));
        else Array.Sort(items, weights);
        for (var i = 1; i < weights.Length; i++) weights[i] += weights[i - 1];
        _items = items;
        _atMost = weights;
        _least = least;
        _greatest = greatest;
        Count = count;
        RankError = rankError;
    }

    /// <summary>The number of items in the stream.</summary>
    public long Count { get; }

    /// <summary>Whether there were none, so that there is no answer.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>How far a rank may be off, as a share of the stream, with 99 % confidence.</summary>
    public double RankError { get; }

    /// <summary>The least item, exactly.</summary>
    /// <exception cref="InvalidOperationException">There were no items.</exception>
    public TItem Min => IsEmpty ? throw KllSketch<TItem>.Nothing() : _least!;

    /// <summary>The greatest item, exactly.</summary>
    /// <exception cref="InvalidOperationException">There were no items.</exception>
    public TItem Max => IsEmpty ? throw KllSketch<TItem>.Nothing() : _greatest!;

    /// <summary>The least item that at least this share of the items does not exceed: 0.5 for the median, 0.99 for the 99th
    /// percentile.</summary>
    /// <param name="rank">The share, 0 to 1.</param>
    /// <exception cref="InvalidOperationException">There were no items.</exception>
    public TItem ValueAt(double rank)
    {
        if (!(rank is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rank), rank, "A rank is a share, 0 to 1.");
        if (IsEmpty) throw KllSketch<TItem>.Nothing();
        if (rank == 0) return _least!;
        if (rank == 1) return _greatest!;

        var wanted = Math.Max(1, CountAt(rank));
        var at = Array.BinarySearch(_atMost, wanted);
        return _items[Math.Min(at < 0 ? ~at : at, _items.Length - 1)];
    }

    /// <summary>The share of the items that are at most this one.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="InvalidOperationException">There were no items.</exception>
    public double RankOf(TItem item)
    {
        if (IsEmpty) throw KllSketch<TItem>.Nothing();

        int low = 0, high = _items.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (ItemOrder<TItem>.IsLess(item, _items[middle])) high = middle;
            else low = middle + 1;
        }

        return low == 0 ? 0 : (double)_atMost[low - 1] / Count;
    }

    /// <summary>How many items the share is, rounded up. 0.07 of 100 is 7, though the product of the two doubles is a little more: what is
    /// within the rounding of rank and product of a whole number is that number.</summary>
    private long CountAt(double rank)
    {
        const double roundings = 4.0 / (1L << 53);
        var exact = rank * Count;
        var nearest = Math.Round(exact);
        return (long)(Math.Abs(exact - nearest) <= exact * roundings ? nearest : Math.Ceiling(exact));
    }

    /// <inheritdoc/>
    public override string ToString() => IsEmpty ? "no items" : $"{Count} items from {_least} to {_greatest}, median {ValueAt(0.5)}";
}
