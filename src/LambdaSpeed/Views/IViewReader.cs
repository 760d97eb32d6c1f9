namespace LambdaSpeed;

/// <summary>The reads that a view and a snapshot of it have in common. Safe from any thread; never holds up the writer.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What readers are given for a key.</typeparam>
public interface IViewReader<TKey, TValue>
    where TKey : notnull
{
    /// <summary>The view's name.</summary>
    string Name { get; }

    /// <summary>Reads a key; for a key without tuples, gives what no tuples amount to (0 for a count).</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ArgumentNullException">The key is null: no view has such a key.</exception>
    TValue Get(TKey key);

    /// <summary>Reads a key, if it has had any tuple.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">The key is null: no view has such a key.</exception>
    bool TryGet(TKey key, out TValue value);

    /// <summary>Reads several keys as of one epoch; keys without tuples are left out.</summary>
    /// <param name="keys">The keys.</param>
    /// <exception cref="ArgumentNullException">There are no keys, or one of them is null.</exception>
    IReadOnlyDictionary<TKey, TValue> GetMany(IEnumerable<TKey> keys);

    /// <summary>Reads all keys as of one epoch, in no order. The enumeration may take its time: the epoch stays readable until it ends,
    /// at the price of keeping the old values of what changes meanwhile.</summary>
    IEnumerable<KeyValuePair<TKey, TValue>> All();

    /// <summary>Reads the keys from <paramref name="from"/> up to but without <paramref name="to"/> as of one epoch, in order. Looks at
    /// every key of the view.</summary>
    /// <param name="from">The first key.</param>
    /// <param name="to">The key after the last.</param>
    /// <param name="comparer">The order; by default strings by code unit, also within tuples, anything else by its own
    /// <see cref="IComparable{T}"/>.</param>
    /// <exception cref="InvalidOperationException">The keys have no order, and no comparer was given.</exception>
    IReadOnlyList<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to, IComparer<TKey>? comparer = null);
}
