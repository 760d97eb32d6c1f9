using Npgsql;

namespace LambdaSpeed.PostgreSql;

/// <summary>Keeps views as tables of a PostgreSQL database slice by slice, one partition for each slice: what a batch view has absorbed is
/// dropped as a whole.</summary>
/// <remarks>
/// <para>The table has a column <c>slice</c> before those of the key, and is partitioned by it (<c>LIST</c>). A reader puts the slices
/// together: <c>SELECT key, sum(value) FROM view GROUP BY key</c>. Partition <c>view_slice_3</c> holds slice 3; grants and indexes
/// are those of the table. All else is as with <see cref="PostgreSqlViewStore{TKey, TValue}"/>: values, slices and mark change in one
/// transaction.</para>
/// <para>To drop a partition the table must be free of readers for a moment: the drop holds up those that come while it waits, for
/// <see cref="PostgreSqlViewStoreOptions.DropPatience"/> at most. When a reader stays longer, or something of a user's depends on the
/// partition, the slice's rows are deleted instead, and its empty partition goes with the next drop. Needs PostgreSQL 12.</para>
/// </remarks>
/// <typeparam name="TKey">The view's keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key of a slice.</typeparam>
public sealed class PostgreSqlSlicedViewStore<TKey, TValue> : ISlicedViewStore<TKey, TValue>
    where TKey : notnull
{
    private readonly TableWriter<SliceKey<TKey>, TValue> _writer;

    /// <summary>Creates the store; the first call connects.</summary>
    /// <param name="options">Where the tables are.</param>
    /// <param name="key">The columns of the key; null for the layout of types that need none said, named <c>key</c>. None may be called
    /// <c>slice</c>.</param>
    /// <param name="value">The columns of the value; null for the layout of types that need none said, named <c>value</c>.</param>
    /// <exception cref="ArgumentException">An option or a column cannot be.</exception>
    /// <exception cref="NotSupportedException">The columns of the key or the value must be said.</exception>
    public PostgreSqlSlicedViewStore(PostgreSqlViewStoreOptions options, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
        : this(options, null, key, value)
    {
    }

    /// <summary>Creates the store over a data source that is there; it stays the caller's.</summary>
    /// <param name="options">Where the tables are; its connection string only names the server.</param>
    /// <param name="source">The client's data source.</param>
    /// <param name="key">The columns of the key; null for the layout of types that need none said, named <c>key</c>.</param>
    /// <param name="value">The columns of the value; null for the layout of types that need none said, named <c>value</c>.</param>
    public PostgreSqlSlicedViewStore(
        PostgreSqlViewStoreOptions options, NpgsqlDataSource? source, ViewColumns<TKey>? key = null, ViewColumns<TValue>? value = null)
    {
        var keys = ViewColumns.InSlices(key ?? ViewColumns.Default<TKey>("key"));
        _writer = new(options, source, keys, value ?? ViewColumns.Default<TValue>("value"), item => item.Slice);
    }

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
        string view, IReadOnlyCollection<int> dropped, IReadOnlyCollection<ViewChange<SliceKey<TKey>, TValue>> changes, ViewMark since,
        ViewMark mark, CancellationToken cancellationToken) =>
        _writer.ApplyAsync(view, dropped, changes, since, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<SliceKey<TKey>, TValue>> content, ViewMark mark, CancellationToken cancellationToken) =>
        _writer.ReplaceAsync(view, content, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
