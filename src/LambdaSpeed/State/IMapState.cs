using System.Diagnostics.CodeAnalysis;

namespace LambdaSpeed;

/// <summary>A map for the key of the tuple at hand.</summary>
/// <remarks>To be used only inside <c>Execute</c>. Writes are seen by the same call at once, take effect when <c>Execute</c> returns and
/// are dropped when it throws. An epoch writes only the entries that it has changed, however large the map. Treat values as
/// immutable: to change one, set another. With a time to live each entry has its own, from when it was last set. A call that is repeated
/// for another attempt on its
/// tuple, or after a failure, finds the map as it was before. Null as an entry's key is refused with an
/// <see cref="ArgumentNullException"/>.</remarks>
/// <typeparam name="TMapKey">The keys of the map.</typeparam>
/// <typeparam name="T">The values.</typeparam>
public interface IMapState<TMapKey, T>
    where TMapKey : notnull
{
    /// <summary>The number of entries; looks at each when they have a time to live.</summary>
    int Count { get; }

    /// <summary>A copy of the entries, in no particular order: the map may be changed while going through it.</summary>
    /// <remarks>Nothing is allocated: the copy is valid until this is read again or the call ends.</remarks>
    ReadOnlySpan<KeyValuePair<TMapKey, T>> Entries { get; }

    /// <summary>Gets the value of an entry.</summary>
    /// <param name="mapKey">The entry's key.</param>
    /// <param name="value">The value; the default of <typeparamref name="T"/> when there is none.</param>
    /// <returns>Whether the entry is there.</returns>
    bool TryGet(TMapKey mapKey, [MaybeNullWhen(false)] out T value);

    /// <summary>Is there an entry?</summary>
    /// <param name="mapKey">The entry's key.</param>
    bool Contains(TMapKey mapKey);

    /// <summary>Adds an entry, or replaces its value.</summary>
    /// <param name="mapKey">The entry's key.</param>
    /// <param name="value">The value.</param>
    void Set(TMapKey mapKey, T value);

    /// <summary>Removes an entry.</summary>
    /// <param name="mapKey">The entry's key.</param>
    /// <returns>Whether it was there.</returns>
    bool Remove(TMapKey mapKey);

    /// <summary>Removes all entries; takes as long as there are entries.</summary>
    void Clear();
}
