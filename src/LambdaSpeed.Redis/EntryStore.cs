using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>What the stores of this package have in common: views as entries, in the layout of the options.</summary>
internal sealed class EntryStore<TKey, TValue> : IAsyncDisposable
    where TKey : notnull
{
    private readonly RedisViewStoreOptions _options;
    private readonly RedisSession _session;
    private readonly RedisWriter _writer;
    private readonly IEntryLayout _layout;
    private readonly Func<TKey, ColumnText, RedisValue> _keyText;
    private readonly RedisValueText<TValue> _value;
    private readonly Func<TKey, int>? _sliceOf;

    /// <param name="options">Where the views are, and how they are kept.</param>
    /// <param name="connection">The connection, of the caller; null for one of our own.</param>
    /// <param name="keyText">The text of a key.</param>
    /// <param name="value">The texts of values.</param>
    /// <param name="sliceOf">The slice of a key, where slices are kept apart; else null.</param>
    public EntryStore(
        RedisViewStoreOptions options, IConnectionMultiplexer? connection, Func<TKey, ColumnText, RedisValue> keyText,
        RedisValueText<TValue> value, Func<TKey, int>? sliceOf = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _session = new RedisSession(options.Parse(), connection);
        _writer = new RedisWriter(_session, options);
        _layout = IEntryLayout.Of(options.Layout, _writer);
        _keyText = keyText;
        _value = value;
        _sliceOf = sliceOf;
    }

    public string Name => _session.Name;

    public bool IsAtomic => _options.LargestTransaction is null;

    public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) =>
        _writer.ReadMarkAsync(KeysOf(view), cancellationToken);

    /// <summary>Drops slices, puts and removes entries and sets the mark, if the write is due.</summary>
    public async ValueTask ApplyAsync(
        string view, IReadOnlyCollection<int> dropped, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since,
        ViewMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dropped);
        ArgumentNullException.ThrowIfNull(changes);
        var write = new RedisWrite(view, KeysOf(view), mark, dropped);
        var calls = CallsOf(changes);
        ViewMark? held = since; // as a rule; else the transaction is refused, and what is there is looked at
        while (write.IsDue(held, since))
        {
            if (await _writer.TryWriteAsync(_layout, write, calls, held, cancellationToken).ConfigureAwait(false))
            {
                await _layout.SweepAsync(write, cancellationToken).ConfigureAwait(false);
                return;
            }
            held = await _writer.ReadMarkAsync(write.Keys, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts content in the place of what is there, and sets the mark, if the write is due.</summary>
    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        return _layout.ReplaceAsync(new(view, KeysOf(view), mark, Dropped: []), EntriesOf(content), cancellationToken);
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private RedisViewKeys KeysOf(string view) => new(_options.KeyPrefix, view, _options.Layout, hasSlices: _sliceOf is not null);

    private List<RedisEntries> CallsOf(IReadOnlyCollection<ViewChange<TKey, TValue>> changes)
    {
        var calls = _writer.NewCalls();
        var text = new ColumnText();
        foreach (var change in changes)
        {
            var (slice, key) = (_sliceOf?.Invoke(change.Key), _keyText(change.Key, text));
            if (change.IsRemoval) calls.Remove(slice, key);
            else calls.Put(slice, new(key, _value.Of(change.Value, text)));
        }
        return calls.End();
    }

    private async IAsyncEnumerable<RedisEntries> EntriesOf(IAsyncEnumerable<KeyValuePair<TKey, TValue>> content)
    {
        var text = new ColumnText();
        await foreach (var chunk in content.Chunk(RedisWriter.EntriesInACall).ConfigureAwait(false))
        {
            if (_sliceOf is null)
            {
                yield return new(null, Array.ConvertAll(chunk, Entry), []);
                continue;
            }
            foreach (var part in chunk.GroupBy(pair => _sliceOf(pair.Key))) yield return new(part.Key, [.. part.Select(Entry)], []);
        }

        HashEntry Entry(KeyValuePair<TKey, TValue> pair) => new(_keyText(pair.Key, text), _value.Of(pair.Value, text));
    }
}
