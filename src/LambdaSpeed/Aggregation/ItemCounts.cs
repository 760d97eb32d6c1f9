namespace LambdaSpeed.Aggregation;

/// <summary>Items with their summed weights. Weights change in place, so an assigned value is no copy: see <see cref="Copy"/>.</summary>
/// <remarks>Equal when all weights are; an item of weight zero is as good as none.</remarks>
/// <typeparam name="TItem">The items; null is one of them.</typeparam>
public struct ItemCounts<TItem> : IEquatable<ItemCounts<TItem>>
{
    private Distinct<TItem> _items; // every item ever added, also those whose weight is back to zero
    private long[]? _weights;       // by the item's index; null while empty

    /// <summary>The number of items that were added, those of weight zero included.</summary>
    public readonly int Count => _items.Count;

    /// <summary>An item, by an index below <see cref="Count"/>.</summary>
    /// <param name="index">The index.</param>
    public readonly WeightedItem<TItem> this[int index] => new(_items[index], _weights![index]);

    /// <summary>The weight of an item, zero when it was never added; O(1).</summary>
    /// <param name="item">The item.</param>
    public readonly long WeightOf(TItem item)
    {
        var index = _items.IndexOf(item);
        return index < 0 ? 0 : _weights![index];
    }

    /// <summary>Adds to an item's weight; O(1), wraps on overflow.</summary>
    /// <param name="item">The item.</param>
    /// <param name="weight">What is added; negative to take away.</param>
    public void Add(TItem item, long weight)
    {
        var index = _items.Add(item);
        if (_weights is null || index >= _weights.Length) Array.Resize(ref _weights, Math.Max(4, index * 2));
        _weights[index] += weight;
    }

    /// <summary>Adds all weights of another value, which stays as it is.</summary>
    /// <param name="other">The other value.</param>
    public void Add(in ItemCounts<TItem> other)
    {
        if (Count == 0 && other.Count > 0)
        {
            _items.Add(other._items);
            _weights = (long[])other._weights!.Clone();
            return;
        }

        for (var i = 0; i < other.Count; i++) Add(other._items[i], other._weights![i]);
    }

    /// <summary>A value of its own: the weights are copied, the table of items is shared.</summary>
    public readonly ItemCounts<TItem> Copy()
    {
        var copy = this;
        copy._weights = (long[]?)_weights?.Clone();
        return copy;
    }

    /// <inheritdoc/>
    public readonly bool Equals(ItemCounts<TItem> other) => IsCoveredBy(other) && other.IsCoveredBy(this);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ItemCounts<TItem> other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        var hash = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_weights![i] != 0) hash += HashCode.Combine(_items[i], _weights[i]); // a sum, for order means nothing
        }

        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString()
    {
        var counts = this;
        return $"{{{string.Join(", ", Enumerable.Range(0, Count).Select(i => counts[i]))}}}";
    }

    /// <summary>Whether all weights are equal.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    public static bool operator ==(in ItemCounts<TItem> left, in ItemCounts<TItem> right) => left.Equals(right);

    /// <summary>Whether any weight differs.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    public static bool operator !=(in ItemCounts<TItem> left, in ItemCounts<TItem> right) => !left.Equals(right);

    private readonly bool IsCoveredBy(in ItemCounts<TItem> other)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_weights![i] != other.WeightOf(_items[i])) return false;
        }

        return true;
    }
}
