using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>Keeps views on a Redis server slice by slice: what a batch view has absorbed is dropped as a whole, without blocking the
/// server.</summary>
/// <remarks>
/// <para>Slice 3 of view <c>v</c> is the hash <c>lambdaspeed:{v}:slice:3</c>; with <see cref="RedisLayout.Keys"/> its entries are the
/// strings <c>lambdaspeed:{v}:slice:3:…</c>. The set <c>lambdaspeed:{v}:slices</c> has the numbers of the slices that there are: a reader
/// takes it and the values of a key in one <c>MULTI</c> or script, and puts them together. All else is as with
/// <see cref="RedisViewStore{TKey, TValue}"/>: values, slices and mark change in one transaction.</para>
/// <para>A hash is dropped in O(1), and freed in the background. Of the layout of keys the slice leaves the set, then its keys are deleted
/// some at a time, which takes as long as <c>SCAN</c> needs for all names of the database: until then they can be read by who does
/// not look at the set.</para>
/// </remarks>
/// <typeparam name="TKey">The view's keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key of a slice.</typeparam>
public sealed class RedisSlicedViewStore<TKey, TValue> : ISlicedViewStore<TKey, TValue>
    where TKey : notnull
{
    private readonly EntryStore<SliceKey<TKey>, TValue> _entries;

    /// <summary>Creates the store; the first call connects.</summary>
    /// <param name="options">Where the views are, and how they are kept.</param>
    /// <param name="key">The parts of the key; null for the layout of types that need none said.</param>
    /// <param name="value">The parts of the value; null for the layout of types that need none said.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    /// <exception cref="NotSupportedException">The parts of the key or the value must be said.</exception>
    public RedisSlicedViewStore(RedisViewStoreOptions options, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
        : this(options, null, key, value)
    {
    }

    /// <summary>Creates the store over a connection that is there; it stays the caller's.</summary>
    /// <param name="options">How the views are kept; its configuration only names the server.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="key">The parts of the key; null for the layout of types that need none said.</param>
    /// <param name="value">The parts of the value; null for the layout of types that need none said.</param>
    public RedisSlicedViewStore(
        RedisViewStoreOptions options, IConnectionMultiplexer? connection, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
    {
        var keys = new RedisKeyText<TKey>(key ?? ViewColumns.Default<TKey>("key"));
        _entries = new(
            options, connection, (item, text) => keys.Of(item.Key, text), new(value ?? ViewColumns.Default<TValue>("value")),
            item => item.Slice);
    }

    /// <inheritdoc/>
    public string Name => _entries.Name;

    /// <inheritdoc/>
    public string SystemName => "redis";

    /// <inheritdoc/>
    public bool IsAtomic => _entries.IsAtomic;

    /// <inheritdoc/>
    public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) =>
        _entries.ReadMarkAsync(view, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<int> dropped, IReadOnlyCollection<ViewChange<SliceKey<TKey>, TValue>> changes, ViewMark since,
        ViewMark mark, CancellationToken cancellationToken) =>
        _entries.ApplyAsync(view, dropped, changes, since, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<SliceKey<TKey>, TValue>> content, ViewMark mark, CancellationToken cancellationToken) =>
        _entries.ReplaceAsync(view, content, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _entries.DisposeAsync();
}
