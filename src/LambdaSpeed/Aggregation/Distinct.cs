using System.Collections;

namespace LambdaSpeed.Aggregation;

/// <summary>Distinct items; assigning it is a full copy, in O(1).</summary>
/// <remarks>Append-only: values assigned from one another share what is already written. Equal when they hold the same items.</remarks>
/// <typeparam name="TItem">The items; null is one of them.</typeparam>
public struct Distinct<TItem> : IEquatable<Distinct<TItem>>, IEnumerable<TItem>
{
    private const int LeastCapacity = 4;

    private DistinctEntries<TItem>? _storage; // null while empty
    private int _count;                       // the prefix of the storage that is this value
    private bool _isBorrowed;                 // taken over from another accumulator: never appends behind the other's prefix

    /// <summary>The number of items.</summary>
    public readonly int Count => _count;

    /// <summary>The item with an index below <see cref="Count"/>, in the order they happened to come.</summary>
    /// <param name="index">The index.</param>
    public readonly TItem this[int index] => index < _count ? _storage![index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Whether an item is among them; O(1).</summary>
    /// <param name="item">The item.</param>
    public readonly bool Contains(TItem item) => IndexOf(item) >= 0;

    /// <summary>Adds an item if it is new; O(1). Returns its index.</summary>
    /// <param name="item">The item.</param>
    public int Add(TItem item)
    {
        var hash = DistinctEntries<TItem>.HashOf(item);
        var found = _storage is null ? -1 : _storage.Find(item, hash, _count);
        if (found >= 0) return found;

        if (_storage is null || _isBorrowed || _count == _storage.Capacity || !_storage.TryClaim(_count)) Move();
        _storage!.Write(_count, item, hash);
        return _count++;
    }

    /// <summary>Adds all items of another value, which stays as it is; O(1) when this one is empty.</summary>
    /// <param name="other">The other value.</param>
    public void Add(in Distinct<TItem> other)
    {
        if (_count == 0 && other._count > 0)
        {
            this = other;
            _isBorrowed = true;
            return;
        }

        foreach (var item in other) Add(item);
    }

    /// <summary>Enumerates the items, in an order that means nothing.</summary>
    public readonly IEnumerator<TItem> GetEnumerator()
    {
        for (var i = 0; i < _count; i++) yield return _storage![i];
    }

    readonly IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public readonly bool Equals(Distinct<TItem> other)
    {
        if (_count != other._count) return false;

        for (var i = 0; i < _count; i++)
        {
            if (!other.Contains(_storage![i])) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Distinct<TItem> other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        var hash = _count;
        for (var i = 0; i < _count; i++) hash += DistinctEntries<TItem>.HashOf(_storage![i]); // a sum, for order means nothing
        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString() => $"{{{string.Join(", ", this)}}}";

    /// <summary>Whether both hold the same items.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    public static bool operator ==(in Distinct<TItem> left, in Distinct<TItem> right) => left.Equals(right);

    /// <summary>Whether they differ in an item.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    public static bool operator !=(in Distinct<TItem> left, in Distinct<TItem> right) => !left.Equals(right);

    internal readonly int IndexOf(TItem item) =>
        _storage is null ? -1 : _storage.Find(item, DistinctEntries<TItem>.HashOf(item), _count);

    /// <summary>Moves to a table of its own that has room for one more, already claimed.</summary>
    private void Move()
    {
        var capacity = _storage?.Capacity ?? LeastCapacity;
        if (_count == capacity) capacity *= 2;
        _storage = _storage is null ? new(capacity, 1) : new(capacity, _storage, _count, _count + 1);
        _isBorrowed = false;
    }
}
