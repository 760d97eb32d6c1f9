namespace LambdaSpeed;

/// <summary>What the batch layer has computed from all master data up to a cut: an accumulator for each key. Never changes.</summary>
/// <remarks>
/// <para>It holds accumulators, not results, so that it can be merged with what came after the cut. Implementations are safe from any
/// thread until they are disposed. An accumulator that is handed out must not be changed in place.</para>
/// <para>Keys whose codec has an order (integers, texts, times without a zone, enums and tuples of such; of the library's own codecs) are
/// enumerated in it: numbers by value, texts by code unit, tuples item by item. All others are enumerated in an order that means
/// nothing.</para>
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
public interface IBatchView<TKey, TAccumulator> : IDisposable
    where TKey : notnull
{
    /// <summary>The view, as messages name it: a file, for instance.</summary>
    string Name { get; }

    /// <summary>What the view is of, and its cut.</summary>
    BatchViewIdentity Identity { get; }

    /// <summary>How many keys it has.</summary>
    long Count { get; }

    /// <summary>Reads a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="accumulator">The accumulator; the type's default when the key is not there.</param>
    /// <returns>Whether the key is there.</returns>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="BatchViewException">The view is damaged, or its disk failed.</exception>
    /// <exception cref="ObjectDisposedException">The view has been disposed, and held something that is gone now.</exception>
    bool TryGet(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TAccumulator accumulator);

    /// <summary>Reads several keys; those that are not there are left out.</summary>
    /// <param name="keys">The keys.</param>
    /// <exception cref="BatchViewException">The view is damaged, or its disk failed.</exception>
    IReadOnlyDictionary<TKey, TAccumulator> GetMany(IEnumerable<TKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var found = new Dictionary<TKey, TAccumulator>();
        foreach (var key in keys)
        {
            if (TryGet(key, out var accumulator)) found[key] = accumulator;
        }
        return found;
    }

    /// <summary>Enumerates all keys.</summary>
    /// <exception cref="BatchViewException">While enumerating: the view is damaged, or its disk failed.</exception>
    IEnumerable<KeyValuePair<TKey, TAccumulator>> All();

    /// <summary>Enumerates the keys of a range, in order.</summary>
    /// <param name="range">The range.</param>
    /// <exception cref="InvalidOperationException">The keys have no order.</exception>
    /// <exception cref="BatchViewException">While enumerating: the view is damaged, or its disk failed.</exception>
    IEnumerable<KeyValuePair<TKey, TAccumulator>> Scan(KeyRange<TKey> range);
}
