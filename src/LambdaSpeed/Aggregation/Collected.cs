namespace LambdaSpeed.Aggregation;

/// <summary>Entries collected in no particular order; assigning it is a full copy, in O(1).</summary>
/// <remarks>Append-only: values assigned from one another share what is already written. Equal when they hold the same entries equally
/// often.</remarks>
/// <typeparam name="TEntry">The entries.</typeparam>
public struct Collected<TEntry> : IEquatable<Collected<TEntry>>
{
    private const int LeastCapacity = 4;

    private CollectedEntries<TEntry>? _storage; // null while empty
    private int _count;                         // the prefix of the storage that is this value
    private bool _isBorrowed;                   // taken over from another accumulator: never appends behind the other's prefix

    /// <summary>The number of entries.</summary>
    public readonly int Count => _count;

    /// <summary>The entries, in the order they happened to come.</summary>
    public readonly ReadOnlySpan<TEntry> Entries => _storage is null ? [] : _storage.Entries.AsSpan(0, _count);

    /// <summary>Appends an entry; amortised O(1).</summary>
    /// <param name="entry">The entry.</param>
    public void Add(TEntry entry)
    {
        if (_storage is null || _isBorrowed || _count == _storage.Entries.Length || !_storage.TryClaim(_count)) MoveTo(_count + 1);

        _storage!.Entries[_count++] = entry;
    }

    /// <summary>Appends all entries of another value, which stays as it is; O(1) when this one is empty.</summary>
    /// <param name="other">The other value.</param>
    public void Add(in Collected<TEntry> other)
    {
        if (other._count == 0) return;
        if (_count == 0)
        {
            this = other;
            _isBorrowed = true;
            return;
        }

        // A fresh array, owned by nobody else, takes both in one go.
        var added = other.Entries;
        var entries = new TEntry[Capacity(_count + added.Length)];
        Entries.CopyTo(entries);
        added.CopyTo(entries.AsSpan(_count));
        _count += added.Length;
        _storage = new(entries, _count);
        _isBorrowed = false;
    }

    /// <inheritdoc/>
    public readonly bool Equals(Collected<TEntry> other)
    {
        if (_count != other._count) return false;

        var occurrences = default(ItemCounts<TEntry>);
        foreach (var entry in Entries) occurrences.Add(entry, 1);
        foreach (var entry in other.Entries) occurrences.Add(entry, -1);
        return occurrences.Equals(default);
    }

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Collected<TEntry> other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        var hash = _count;
        foreach (var entry in Entries) hash += entry?.GetHashCode() ?? 0; // a sum, for order means nothing
        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString() => $"[{string.Join(", ", Entries.ToArray())}]";

    /// <summary>Whether both hold the same entries equally often.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    public static bool operator ==(in Collected<TEntry> left, in Collected<TEntry> right) => left.Equals(right);

    /// <summary>Whether they differ in an entry.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    public static bool operator !=(in Collected<TEntry> left, in Collected<TEntry> right) => !left.Equals(right);

    private static int Capacity(int count) => Math.Max(LeastCapacity, (int)Math.Min(Array.MaxLength, count + ((long)count / 2)));

    /// <summary>Moves to an array of its own, with some room, in which <paramref name="written"/> places are claimed.</summary>
    private void MoveTo(int written)
    {
        var entries = new TEntry[Capacity(written)];
        Entries.CopyTo(entries);
        _storage = new(entries, written);
        _isBorrowed = false;
    }
}
