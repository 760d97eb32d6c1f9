using Npgsql;

namespace LambdaSpeed.PostgreSql;

/// <summary>What the stores of this package have in common: a connection, and writes into the tables of views by COPY and merge.</summary>
/// <remarks>One call at a time; any thread.</remarks>
internal sealed class TableWriter<TKey, TValue> : IAsyncDisposable
    where TKey : notnull
{
    private readonly PostgreSqlViewStoreOptions _options;
    private readonly ViewColumns<TKey> _key;
    private readonly ViewColumns<TValue> _value;
    private readonly Func<TKey, int>? _sliceOf;
    private readonly NpgsqlDataSource _source;
    private readonly bool _isOwner;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, ViewTable> _tables = []; // that the open connection has seen; used in turn
    private NpgsqlConnection? _connection; // open while calls succeed, with its temporary tables; written in turn
    private bool _isDisposed;              // written in turn

    /// <param name="options">Where the tables are.</param>
    /// <param name="source">The client's data source, of the caller; null for one of our own.</param>
    /// <param name="key">The columns of the key.</param>
    /// <param name="value">The columns of the value.</param>
    /// <param name="sliceOf">The slice of a key, where each slice has a partition of its table; null for tables without.</param>
    public TableWriter(
        PostgreSqlViewStoreOptions options, NpgsqlDataSource? source, ViewColumns<TKey> key, ViewColumns<TValue> value,
        Func<TKey, int>? sliceOf = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var parsed = options.Parse();
        _options = options;
        _key = key;
        _value = value;
        _sliceOf = sliceOf;
        _isOwner = source is null;
        _source = source ?? SourceOf(options);
        Name = $"postgresql {parsed.Host}:{parsed.Port}/{parsed.Database ?? parsed.Username}";
        ViewTable.Validate(_key, _value);
    }

    /// <summary>The server, for people.</summary>
    public string Name { get; }

    public async ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken)
    {
        ViewMark? mark = null;
        await InTurnAsync(
            view,
            async table => mark = await table.ReadMarkAsync(_connection!, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return mark;
    }

    /// <param name="view">The view.</param>
    /// <param name="dropped">The slices that are dropped.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="since">What they build upon.</param>
    /// <param name="mark">The mark to keep.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<int> dropped, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since,
        ViewMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dropped);
        ArgumentNullException.ThrowIfNull(changes);
        return WriteAsync(
            view, since, mark,
            async table =>
            {
                var copied = changes.Count == 0
                    ? new CopiedRows()
                    : await CopyAsync(table, view, changes.ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false);
                return new(table.Merge(copied), copied.Slices, dropped);
            },
            cancellationToken);
    }

    /// <param name="view">The view.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="mark">The mark to keep.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        return WriteAsync(
            view, since: null, mark,
            async table =>
            {
                var rows = content.Select(pair => new ViewChange<TKey, TValue>(pair.Key, pair.Value, mark.Epoch));
                var copied = await CopyAsync(table, view, rows, cancellationToken).ConfigureAwait(false);
                return new(table.Replace(copied), copied.Slices, Dropped: null);
            },
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _isDisposed = true;
        await CloseAsync().ConfigureAwait(false);
        if (_isOwner) await _source.DisposeAsync().ConfigureAwait(false);
        _turn.Release();
    }

    /// <summary>Copies rows into the temporary table.</summary>
    private async ValueTask<CopiedRows> CopyAsync(
        ViewTable table, string view, IAsyncEnumerable<ViewChange<TKey, TValue>> changes, CancellationToken cancellationToken)
    {
        var copied = new CopiedRows();
        var copy = await _connection!.BeginBinaryImportAsync(table.Copy, cancellationToken).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false)) // disposed without completion: nothing is copied
        {
            var row = new CopyRow<TKey, TValue>(copy, Name, view, _key, _value);
            await foreach (var change in changes.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await row.WriteAsync(change, cancellationToken).ConfigureAwait(false);
                copied.Count(change.IsRemoval, _sliceOf?.Invoke(change.Key));
            }
            await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        return copied;
    }

    /// <summary>Copies into the temporary table, and merges and marks with the statements that come of it, in one transaction, if the write
    /// is due.</summary>
    private ValueTask WriteAsync(
        string view, ViewMark? since, ViewMark mark, Func<ViewTable, ValueTask<TableWrite>> copy, CancellationToken cancellationToken) =>
        InTurnAsync(
            view,
            async table =>
            {
                var transaction = await _connection!.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var (held, hasChanges) = await table.LockAsync(_connection, cancellationToken).ConfigureAwait(false);
                    if (!ViewFence.Admits(view, held, since, mark)) return;

                    if (!hasChanges) await table.MakeChangesAsync(_connection, cancellationToken).ConfigureAwait(false);
                    var write = await copy(table).ConfigureAwait(false);
                    await table.FinishAsync(transaction, write, mark, cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);

    private async ValueTask InTurnAsync(string view, Func<ViewTable, ValueTask> call, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        var isWhole = false;
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            await call(await OpenAsync(view, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            isWhole = true;
        }
        catch (NpgsqlException exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (exception.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction) _source.Clear(); // a new connection may reach the primary
            throw new ViewStoreException(Name, ServerProblem.Of(view, exception), exception);
        }
        catch (NpgsqlException exception)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        finally
        {
            if (!isWhole) await CloseAsync().ConfigureAwait(false); // the next call connects anew and looks at the tables again
            _turn.Release();
        }
    }

    private async ValueTask<ViewTable> OpenAsync(string view, CancellationToken cancellationToken)
    {
        _connection ??= await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (!_tables.TryGetValue(view, out var table))
        {
            table = ViewTable.Of(_options, view, _key, _value, hasSlices: _sliceOf is not null);
            await table.MakeAsync(Name, _connection, cancellationToken).ConfigureAwait(false);
            _tables.Add(view, table);
        }
        return table;
    }

    private async ValueTask CloseAsync()
    {
        _tables.Clear();
        if (_connection is not null) await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }

    private static NpgsqlDataSource SourceOf(PostgreSqlViewStoreOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
        options.Configure?.Invoke(builder);
        return builder.Build();
    }
}
