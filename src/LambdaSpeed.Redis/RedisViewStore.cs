using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>Keeps views as hashes of a Redis server, one field for each key; values and mark change in one transaction.</summary>
/// <remarks>
/// <para>View <c>v</c> is the hash <c>lambdaspeed:{v}</c>: read it by <c>HGET</c>, <c>HMGET</c>, <c>HGETALL</c>, <c>HSCAN</c>. The mark
/// is the string <c>lambdaspeed:{v}:mark</c>, as <c>incarnation:epoch</c>; both lie in one slot of a cluster. A field is the text of the
/// key, parts of a key with several columns joined by <c>:</c> (within a part <c>\:</c> and <c>\\</c>). A value of one column is its
/// text, a value of several a JSON object.</para>
/// <para>A write compares the mark first, so a writer that was overtaken changes nothing. New content is built beside the
/// old one and takes its place in O(1); the old one is freed in the background. Needs Redis 4 or a server that understands it, and a
/// memory policy that does not evict keys without expiry.</para>
/// <para>One store serves any number of views at once.</para>
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key.</typeparam>
public sealed class RedisViewStore<TKey, TValue> : IViewStore<TKey, TValue>
    where TKey : notnull
{
    private const int FieldsInACall = 1_000;
    private const int StagedAtOnce = 16; // calls under way while new content is built

    private readonly RedisViewStoreOptions _options;
    private readonly RedisSession _session;
    private readonly RedisKeyText<TKey> _key;
    private readonly RedisValueText<TValue> _value;

    /// <summary>Creates the store; the first call connects.</summary>
    /// <param name="options">Where the hashes are.</param>
    /// <param name="key">The parts of the key; null for the layout of types that need none said.</param>
    /// <param name="value">The parts of the value; null for the layout of types that need none said.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    /// <exception cref="NotSupportedException">The parts of the key or the value must be said.</exception>
    public RedisViewStore(RedisViewStoreOptions options, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
        : this(options, null, key, value)
    {
    }

    /// <summary>Creates the store over a connection that is there; it stays the caller's.</summary>
    /// <param name="options">How the hashes are kept; its configuration only names the server.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="key">The parts of the key; null for the layout of types that need none said.</param>
    /// <param name="value">The parts of the value; null for the layout of types that need none said.</param>
    public RedisViewStore(
        RedisViewStoreOptions options, IConnectionMultiplexer? connection, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _session = new RedisSession(options.Parse(), connection);
        _key = new(key ?? ViewColumns.Default<TKey>("key"));
        _value = new(value ?? ViewColumns.Default<TValue>("value"));
    }

    /// <inheritdoc/>
    public string Name => _session.Name;

    /// <inheritdoc/>
    public string SystemName => "redis";

    /// <inheritdoc/>
    public bool IsAtomic => _options.LargestTransaction is null;

    /// <inheritdoc/>
    public async ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken)
    {
        var keys = new RedisViewKeys(_options.KeyPrefix, view);
        var held = await _session.CallAsync(database => database.StringGetAsync(keys.Mark), cancellationToken).ConfigureAwait(false);
        return MarkText.Parse(held);
    }

    /// <inheritdoc/>
    public async ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var keys = new RedisViewKeys(_options.KeyPrefix, view);
        var calls = CallsOf(changes);
        ViewMark? held = since; // as a rule; else the transaction is refused, and what is there is looked at
        while (ViewFence.Admits(view, held, since, mark))
        {
            if (await WriteAsync(keys, calls, held, view, mark, cancellationToken).ConfigureAwait(false)) return;

            held = await ReadMarkAsync(view, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var keys = new RedisViewKeys(_options.KeyPrefix, view);
        var held = await _session.CallAsync(database => database.StringGetAsync(keys.Mark), cancellationToken).ConfigureAwait(false);
        if (!ViewFence.Admits(view, MarkText.Parse(held), since: null, mark)) return;

        var staged = keys.NewStaged();
        var count = await StageAsync(staged, content, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        do
        {
            RedisValue[] arguments = [held.IsNull ? "" : held, MarkText.Of(mark), _options.Channel ?? "", Message(view, mark), count];
            var answer = await _session.CallAsync(
                database => database.ScriptEvaluateAsync(RedisScripts.Replace, [keys.Content, keys.Mark, staged], arguments),
                cancellationToken).ConfigureAwait(false);
            if (answer.IsNull) return;

            held = (RedisValue)answer;
        }
        while (ViewFence.Admits(view, MarkText.Parse(held), since: null, mark));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    /// <summary>Writes in one transaction, or in several of which the last one sets the mark; false when the mark is not the expected
    /// one.</summary>
    private async ValueTask<bool> WriteAsync(
        RedisViewKeys keys, List<RedisFields> calls, ViewMark? held, string view, ViewMark mark, CancellationToken cancellationToken)
    {
        IReadOnlyList<RedisFields>[] transactions =
            IsAtomic || calls.Count == 0 ? [calls] : [.. calls.Select(call => new[] { call })];
        for (var i = 0; i < transactions.Length; i++)
        {
            var (part, isLast) = (transactions[i], i == transactions.Length - 1);
            var isWritten = await _session.CallAsync(
                database =>
                {
                    var transaction = new RedisTransaction(database.CreateTransaction());
                    transaction.Require(keys.Mark, held);
                    foreach (var fields in part) transaction.Write(keys.Content, fields);
                    if (isLast) transaction.Set(keys.Mark, mark, _options.Channel, Message(view, mark));
                    return transaction.ExecuteAsync();
                },
                cancellationToken).ConfigureAwait(false);
            if (!isWritten) return false;
        }
        return true;
    }

    /// <summary>Changes as fields, in calls of a bounded size: one call is executed without a pause.</summary>
    private List<RedisFields> CallsOf(IReadOnlyCollection<ViewChange<TKey, TValue>> changes)
    {
        var size = Math.Min(FieldsInACall, _options.LargestTransaction ?? FieldsInACall);
        var calls = new List<RedisFields>();
        var (puts, removals) = (new List<HashEntry>(size), new List<RedisValue>());
        var text = new ColumnText();
        foreach (var change in changes)
        {
            var field = _key.Of(change.Key, text);
            if (change.IsRemoval) removals.Add(field);
            else puts.Add(new(field, _value.Of(change.Value, text)));
            if (puts.Count + removals.Count == size) End();
        }
        if (puts.Count + removals.Count > 0) End();
        return calls;

        void End()
        {
            calls.Add(new([.. puts], [.. removals]));
            puts.Clear();
            removals.Clear();
        }
    }

    private static string Message(string view, ViewMark mark) => $"{view} {mark.Incarnation} {mark.Epoch.Number}";

    /// <summary>Writes the content into a hash of its own, which is gone after an hour if nothing comes of it.</summary>
    private async ValueTask<long> StageAsync(
        RedisKey staged, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, CancellationToken cancellationToken)
    {
        var count = 0L;
        var underWay = new Queue<Task>();
        var text = new ColumnText();
        await foreach (var chunk in content.Chunk(FieldsInACall).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var fields = Array.ConvertAll(chunk, pair => new HashEntry(_key.Of(pair.Key, text), _value.Of(pair.Value, text)));
            if (underWay.Count == StagedAtOnce) await underWay.Dequeue().ConfigureAwait(false);
            underWay.Enqueue(_session.CallAsync(
                async database =>
                {
                    await database.HashSetAsync(staged, fields).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).AsTask());
            if (count == 0)
            {
                underWay.Enqueue(_session.CallAsync(
                    database => database.KeyExpireAsync(staged, TimeSpan.FromHours(1)), cancellationToken).AsTask());
            }
            count += chunk.Length;
        }
        await Task.WhenAll(underWay).ConfigureAwait(false);
        return count;
    }
}
