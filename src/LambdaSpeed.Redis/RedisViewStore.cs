using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>Keeps views on a Redis server, as a hash or as a key for each entry; values and mark change in one transaction.</summary>
/// <remarks>
/// <para>View <c>v</c> is the hash <c>lambdaspeed:{v}</c>: read it by <c>HGET</c>, <c>HMGET</c>, <c>HGETALL</c>, <c>HSCAN</c>. With
/// <see cref="RedisLayout.Keys"/> an entry is the string <c>lambdaspeed:{v}:key:…</c>: read it by <c>GET</c>, several of one state by
/// <c>MGET</c>. The mark is the string <c>lambdaspeed:{v}:mark</c>, or <c>lambdaspeed:{v}:keys:mark</c>, as <c>incarnation:epoch</c>. All
/// lie in one slot of a cluster. In a view's name <c>}</c> is written <c>\}</c>, and <c>\</c> twice. A field, or the end of an entry's
/// key, is the text of the key, parts of a key with several columns joined by <c>:</c> (within a part <c>\:</c> and <c>\\</c>). A value of
/// one column is its text, a value of several a JSON object.</para>
/// <para>A write compares the mark first, so a writer that was overtaken changes nothing. A hash with new content is built beside the
/// old one and takes its place in O(1); the old one is freed in the background. Keys are compared with new content, and what differs is
/// written; from the beginning of that on the mark is <c>incarnation:-1</c>, and earlier starts are refused. Needs Redis 4 or a server that
/// understands it, and a memory policy that does not evict keys without expiry.</para>
/// <para>One store serves any number of views at once.</para>
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key.</typeparam>
public sealed class RedisViewStore<TKey, TValue> : IViewStore<TKey, TValue>
    where TKey : notnull
{
    private readonly EntryStore<TKey, TValue> _entries;

    /// <summary>Creates the store; the first call connects.</summary>
    /// <param name="options">Where the views are, and how they are kept.</param>
    /// <param name="key">The parts of the key; null for the layout of types that need none said.</param>
    /// <param name="value">The parts of the value; null for the layout of types that need none said.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    /// <exception cref="NotSupportedException">The parts of the key or the value must be said.</exception>
    public RedisViewStore(RedisViewStoreOptions options, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
        : this(options, null, key, value)
    {
    }

    /// <summary>Creates the store over a connection that is there; it stays the caller's.</summary>
    /// <param name="options">How the views are kept; its configuration only names the server.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="key">The parts of the key; null for the layout of types that need none said.</param>
    /// <param name="value">The parts of the value; null for the layout of types that need none said.</param>
    public RedisViewStore(
        RedisViewStoreOptions options, IConnectionMultiplexer? connection, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
    {
        var keys = new RedisKeyText<TKey>(key ?? ViewColumns.Default<TKey>("key"));
        _entries = new(options, connection, keys.Of, new(value ?? ViewColumns.Default<TValue>("value")));
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
        string view, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken) =>
        _entries.ApplyAsync(view, dropped: [], changes, since, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken) =>
        _entries.ReplaceAsync(view, content, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _entries.DisposeAsync();
}
