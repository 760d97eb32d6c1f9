using Microsoft.Data.Sqlite;

namespace LambdaSpeed.Sqlite;

/// <summary>Keeps views as tables of a SQLite file, one row for each key; values and mark change in one transaction.</summary>
/// <remarks>
/// <para>The table is named after the view, with the prefix of the options; it is made when it is not there. Other processes may read the
/// file at any time, by plain SQL, and see whole epochs. Indexes and SQL views of your own on the table stay.</para>
/// <para>SQLite has one writer at a time: several stores on one file wait for each other, as long as the connection string's
/// <c>Default Timeout</c> says. A file that is deleted, or another that is put in its place, is noticed within a second of writes: it is
/// given the whole view. One store serves any number of views, one call at a time. A call runs on the caller's thread.</para>
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key.</typeparam>
public sealed class SqliteViewStore<TKey, TValue> : IViewStore<TKey, TValue>
    where TKey : notnull
{
    private readonly SqliteViewStoreOptions _options;
    private readonly ViewColumns<TKey> _key;
    private readonly ViewColumns<TValue> _value;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, ViewTable<TKey, TValue>> _tables = []; // of the open connection; used in turn
    private readonly SqliteFile _file; // open while calls succeed; used in turn
    private bool _isDisposed;          // written in turn

    /// <summary>Creates the store; the file is opened by the first call.</summary>
    /// <param name="options">Where the tables are.</param>
    /// <param name="key">The columns of the key; null for the layout of types that need none said, named <c>key</c>.</param>
    /// <param name="value">The columns of the value; null for the layout of types that need none said, named <c>value</c>.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    /// <exception cref="NotSupportedException">The columns of the key or the value must be said.</exception>
    public SqliteViewStore(SqliteViewStoreOptions options, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _file = new(options);
        _key = key ?? ViewColumns.Default<TKey>("key");
        _value = value ?? ViewColumns.Default<TValue>("value");
        ViewTable<TKey, TValue>.Validate(_key, _value);
        Name = $"sqlite {new SqliteConnectionStringBuilder(options.ConnectionString).DataSource}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string SystemName => "sqlite";

    /// <inheritdoc/>
    public bool IsAtomic => true;

    /// <inheritdoc/>
    public async ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken)
    {
        ViewMark? mark = null;
        await InTurnAsync(
            view,
            table =>
            {
                mark = table.ReadMark();
                return default;
            },
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
            table =>
            {
                foreach (var change in changes)
                {
                    if (change.IsRemoval) table.Remove(change.Key);
                    else table.Put(change.Key, change.Value);
                }
                return default;
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
                table.Clear();
                await foreach (var (key, value) in content.WithCancellation(cancellationToken).ConfigureAwait(false)) table.Put(key, value);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _isDisposed = true;
        Close();
        _turn.Release();
    }

    /// <summary>Writes and marks in one transaction, if the write is due.</summary>
    private ValueTask WriteAsync(
        string view, ViewMark? since, ViewMark mark, Func<ViewTable<TKey, TValue>, ValueTask> write, CancellationToken cancellationToken) =>
        InTurnAsync(
            view,
            async table =>
            {
                using var transaction = _file.Open().BeginTransaction(); // at once the writer, so that the mark stays as it is read
                if (!ViewFence.Admits(view, table.ReadMark(transaction), since, mark)) return;

                table.Begin(transaction);
                await write(table).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                table.SetMark(mark);
                transaction.Commit();
            },
            cancellationToken);

    private async ValueTask InTurnAsync(
        string view, Func<ViewTable<TKey, TValue>, ValueTask> call, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var table = Open(view);
            if (_file.IsLookDue() && table.ReadMark() != _file.ReadMarkAnew(_options.TablePrefix + view))
            {
                Close();
                table = Open(view);
            }
            await call(table).ConfigureAwait(false);
        }
        catch (SqliteException exception)
        {
            Close(); // the next call opens anew, also a file that was put in place of this one
            throw new ViewStoreException(Name, Problem(exception), exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    private ViewTable<TKey, TValue> Open(string view)
    {
        var connection = _file.Open();
        if (!_tables.TryGetValue(view, out var table))
        {
            table = new(Name, connection, _options, view, _key, _value);
            _tables.Add(view, table);
        }
        return table;
    }

    private void Close()
    {
        foreach (var table in _tables.Values) table.Dispose();
        _tables.Clear();
        _file.Dispose();
    }

    private static string Problem(SqliteException exception) => exception.SqliteErrorCode switch
    {
        5 or 6 => "another writer held the file for longer than 'Default Timeout' of ConnectionString allows",
        8 => "the file may not be written; see its rights and 'Mode' of ConnectionString",
        13 => "the disk is full",
        14 => "the file cannot be opened; see 'Data Source' of ConnectionString: does the folder exist, may it be written?",
        26 => "this is no SQLite file, or one with a password; see 'Data Source' and 'Password' of ConnectionString",
        _ => exception.Message,
    };
}
