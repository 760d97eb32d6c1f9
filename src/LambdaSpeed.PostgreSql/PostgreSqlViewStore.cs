using Npgsql;

namespace LambdaSpeed.PostgreSql;

/// <summary>Keeps views as tables of a PostgreSQL database, one row for each key; values and mark change in one transaction.</summary>
/// <remarks>
/// <para>The table is named after the view, with the prefix and schema of the options; it is made when it is not there. Read it by plain
/// SQL: a statement sees whole epochs. Indexes, SQL views, grants and further columns of your own on the table stay: new content does
/// not take the table's place, it is compared with the old one, and the rows that differ change in one transaction.</para>
/// <para>Changes are copied into a temporary table and merged from there; its name says of which columns it is, so stores may share a
/// connection that nobody resets, as poolers have it. One store serves any number of views, on one connection, one call at a time. Keys of
/// text are limited to some 2,600 bytes, as PostgreSQL's primary keys are.</para>
/// <para>PostgreSQL's times are of whole microseconds: a time in a value is cut to them (100 ns, a tick, is less), a time in a key that is
/// not of whole microseconds is refused with a <see cref="ViewStoreException"/>, as two keys would become one row.</para>
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key.</typeparam>
public sealed class PostgreSqlViewStore<TKey, TValue> : IViewStore<TKey, TValue>
    where TKey : notnull
{
    private readonly PostgreSqlViewStoreOptions _options;
    private readonly ViewColumns<TKey> _key;
    private readonly ViewColumns<TValue> _value;
    private readonly NpgsqlDataSource _source;
    private readonly bool _isOwner;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, ViewTable> _tables = []; // that the open connection has seen; used in turn
    private NpgsqlConnection? _connection; // open while calls succeed, with its temporary tables; written in turn
    private bool _isDisposed;              // written in turn

    /// <summary>Creates the store; the first call connects.</summary>
    /// <param name="options">Where the tables are.</param>
    /// <param name="key">The columns of the key; null for the layout of types that need none said, named <c>key</c>.</param>
    /// <param name="value">The columns of the value; null for the layout of types that need none said, named <c>value</c>.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    /// <exception cref="NotSupportedException">The columns of the key or the value must be said.</exception>
    public PostgreSqlViewStore(PostgreSqlViewStoreOptions options, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
        : this(options, null, key, value)
    {
    }

    /// <summary>Creates the store over a data source that is there; it stays the caller's.</summary>
    /// <param name="options">Where the tables are; its connection string only names the server.</param>
    /// <param name="source">The client's data source.</param>
    /// <param name="key">The columns of the key; null for the layout of types that need none said, named <c>key</c>.</param>
    /// <param name="value">The columns of the value; null for the layout of types that need none said, named <c>value</c>.</param>
    public PostgreSqlViewStore(
        PostgreSqlViewStoreOptions options, NpgsqlDataSource? source, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var parsed = options.Parse();
        _options = options;
        _key = key ?? ViewColumns.Default<TKey>("key");
        _value = value ?? ViewColumns.Default<TValue>("value");
        _isOwner = source is null;
        _source = source ?? SourceOf(options);
        Name = $"postgresql {parsed.Host}:{parsed.Port}/{parsed.Database ?? parsed.Username}";
        ViewTable.Validate(_key, _value);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string SystemName => "postgresql";

    /// <inheritdoc/>
    public bool IsAtomic => true;

    /// <inheritdoc/>
    public async ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken)
    {
        ViewMark? mark = null;
        await InTurnAsync(
            view,
            async table => mark = await table.ReadMarkAsync(_connection!, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return mark;
    }

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return WriteAsync(
            view, since, mark,
            async table =>
            {
                var removals = 0;
                if (changes.Count > 0)
                {
                    var copy = await _connection!.BeginBinaryImportAsync(table.Copy, cancellationToken).ConfigureAwait(false);
                    await using (copy.ConfigureAwait(false)) // disposed without completion: nothing is copied
                    {
                        var row = new CopyRow<TKey, TValue>(copy, Name, view, _key, _value);
                        foreach (var change in changes)
                        {
                            await row.WriteAsync(change, cancellationToken).ConfigureAwait(false);
                            if (change.IsRemoval) removals++;
                        }
                        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
                    }
                }
                return table.Merge(hasPuts: removals < changes.Count, hasRemovals: removals > 0);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        return WriteAsync(
            view, since: null, mark,
            async table =>
            {
                var copy = await _connection!.BeginBinaryImportAsync(table.Copy, cancellationToken).ConfigureAwait(false);
                await using (copy.ConfigureAwait(false))
                {
                    var row = new CopyRow<TKey, TValue>(copy, Name, view, _key, _value);
                    await foreach (var (key, value) in content.WithCancellation(cancellationToken).ConfigureAwait(false))
                    {
                        await row.WriteAsync(new(key, value, mark.Epoch), cancellationToken).ConfigureAwait(false);
                    }
                    await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
                }
                return table.Replace();
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _isDisposed = true;
        await CloseAsync().ConfigureAwait(false);
        if (_isOwner) await _source.DisposeAsync().ConfigureAwait(false);
        _turn.Release();
    }

    /// <summary>Copies into the temporary table, and merges and marks with the statements that come of it, in one transaction, if the write
    /// is due.</summary>
    private ValueTask WriteAsync(
        string view, ViewMark? since, ViewMark mark, Func<ViewTable, ValueTask<IReadOnlyList<string>>> copy,
        CancellationToken cancellationToken) =>
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
                    var merge = await copy(table).ConfigureAwait(false);
                    await table.FinishAsync(_connection, merge, mark, cancellationToken).ConfigureAwait(false);
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
            table = ViewTable.Of(_options, view, _key, _value);
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
