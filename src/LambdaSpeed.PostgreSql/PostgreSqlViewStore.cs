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
    private readonly TableWriter<TKey, TValue> _writer;

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
        PostgreSqlViewStoreOptions options, NpgsqlDataSource? source, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null) =>
        _writer = new(options, source, key ?? ViewColumns.Default<TKey>("key"), value ?? ViewColumns.Default<TValue>("value"));

    /// <inheritdoc/>
    public string Name => _writer.Name;

    /// <inheritdoc/>
    public string SystemName => "postgresql";

    /// <inheritdoc/>
    public bool IsAtomic => true;

    /// <inheritdoc/>
    public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) =>
        _writer.ReadMarkAsync(view, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken) =>
        _writer.ApplyAsync(view, dropped: [], changes, since, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken) =>
        _writer.ReplaceAsync(view, content, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
