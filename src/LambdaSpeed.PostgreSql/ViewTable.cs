using System.Security.Cryptography;
using System.Text;
using Npgsql;
using static LambdaSpeed.PostgreSql.Statements;

namespace LambdaSpeed.PostgreSql;

/// <summary>The table of a view and the statements on it.</summary>
internal sealed class ViewTable
{
    private const int LongestName = 63; // bytes
    private const string Partitions = "partitions";
    // Of the transaction alone: a writer whose host has vanished lets go of the view within a minute, and who waits for another is told so.
    private const string Limits = "set_config('lock_timeout', '5s', true), " +
        "set_config('idle_in_transaction_session_timeout', '60s', true), set_config('tcp_keepalives_idle', '30', true), " +
        "set_config('tcp_keepalives_interval', '10', true), set_config('tcp_keepalives_count', '3', true)";
    private const string SliceColumn = "\"slice\" bigint";
    private const string MarkColumns = "(view text PRIMARY KEY, incarnation bigint NOT NULL, epoch bigint NOT NULL)";

    private readonly string _view;
    private readonly string _name;   // of the table, as it is
    private readonly string _schema;
    private readonly string _marks;
    private readonly string[] _owed; // the columns as PostgreSQL describes them
    private readonly string _createTable;
    private readonly string _lock; // and says whether the connection has the temporary table
    private readonly string _createChanges;
    private readonly string _setMark;
    private readonly string _put;
    private readonly string _putAll; // when nothing is removed
    private readonly string _remove;
    private readonly string _putDifferent;
    private readonly string _removeOthers;
    private readonly SlicePartitions? _partitions; // null where there are no slices

    private ViewTable(
        PostgreSqlViewStoreOptions options, string view, (string Name, string Type)[] keys, (string Name, string Type)[] values,
        bool hasSlices)
    {
        _view = view;
        _name = options.TablePrefix + view;
        _schema = options.Schema;
        _marks = $"{Quoted(_schema)}.{Quoted(options.MarkTable)}";
        var (table, removed) = ($"{Quoted(_schema)}.{Quoted(_name)}", Quoted("lambdaspeed removed"));
        var (key, value) = (List(keys.Select(column => column.Name)), List(values.Select(column => column.Name)));
        var all = List(keys.Concat(values).Select(column => column.Name));
        var isSame = string.Join(" AND ", keys.Select(column => $"t.{column.Name} = c.{column.Name}"));
        var update = values.Length == 0
            ? "DO NOTHING"
            : $"DO UPDATE SET {List(values.Select(column => $"{column.Name} = excluded.{column.Name}"))}";
        var where = values.Length == 0
            ? ""
            : $" WHERE ({List(values.Select(column => $"t.{column.Name}"))}) IS DISTINCT FROM " +
                $"({List(values.Select(column => $"excluded.{column.Name}"))})";
        var definition = List(keys.Select(column => $"{column.Name} {column.Type} NOT NULL")
            .Concat(values.Select(column => $"{column.Name} {column.Type}")));

        var layout = $"{definition}, {removed} boolean NOT NULL";
        var temporary = NameFor(layout);
        var changes = $"pg_temp.{temporary}";

        _owed = [.. keys.Concat(values).Select(column => $"{column.Name} {column.Type}")];
        _createTable = $"CREATE TABLE {table} ({definition}, PRIMARY KEY ({key}))";
        if (hasSlices)
        {
            _partitions = new(_schema, _name, column: keys[0].Name, options.DropPatience);
            _owed = [Partitions, .. _owed];
            _createTable += $" PARTITION BY LIST ({keys[0].Name})";
        }
        _lock = $"SELECT {Limits}, pg_advisory_xact_lock(hashtextextended($1, 1)), to_regclass('{changes}') IS NOT NULL";
        _createChanges = $"CREATE TEMPORARY TABLE {temporary} ({layout}) ON COMMIT DELETE ROWS";
        _setMark = $"INSERT INTO {_marks} (view, incarnation, epoch) VALUES ($1, $2, $3) ON CONFLICT (view) " +
            "DO UPDATE SET incarnation = excluded.incarnation, epoch = excluded.epoch";
        _put = $"INSERT INTO {table} AS t ({all}) SELECT {all} FROM {changes} WHERE NOT {removed} ON CONFLICT ({key}) {update}";
        _putAll = $"INSERT INTO {table} AS t ({all}) SELECT {all} FROM {changes} ON CONFLICT ({key}) {update}";
        _remove = $"DELETE FROM {table} t USING {changes} c WHERE c.{removed} AND {isSame}";
        _putDifferent = $"INSERT INTO {table} AS t ({all}) SELECT {all} FROM {changes} ON CONFLICT ({key}) {update}{where}";
        _removeOthers = $"DELETE FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM {changes} c WHERE {isSame})";
        Copy = $"COPY {changes} ({all}, {removed}) FROM STDIN (FORMAT BINARY)";
    }

    /// <summary>Copies changes into the temporary table.</summary>
    public string Copy { get; }

    public static ViewTable Of<TKey, TValue>(
        PostgreSqlViewStoreOptions options, string view, ViewColumns<TKey> key, ViewColumns<TValue> value, bool hasSlices) =>
        new(options, view, Columns(key), Columns(value), hasSlices);

    /// <summary>Refuses layouts that no table can have.</summary>
    public static void Validate<TKey, TValue>(ViewColumns<TKey> key, ViewColumns<TValue> value)
    {
        if (key.All.Count == 0) throw new ArgumentException("The key has no columns.", nameof(key));
        var twice = key.All.Select(column => column.Name).Intersect(value.All.Select(column => column.Name)).FirstOrDefault();
        if (twice is not null) throw new ArgumentException($"Key and value both have a column '{twice}'.", nameof(value));
    }

    /// <summary>Makes the table if it is not there.</summary>
    public async ValueTask MakeAsync(string store, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var longest = _partitions is null ? LongestName : LongestName - SlicePartitions.LongestSuffix;
        if (Encoding.UTF8.GetByteCount(_name) > longest)
        {
            throw new ViewStoreException(store, $"'{_name}' is longer than the {longest} bytes of such a table's name; set TablePrefix");
        }
        if (_marks == $"{Quoted(_schema)}.{Quoted(_name)}")
        {
            throw new ViewStoreException(store, $"view '{_view}' would be the table of marks; set TablePrefix or MarkTable");
        }
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await DoAsync("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", _marks).ConfigureAwait(false);
            await DoAsync($"CREATE TABLE IF NOT EXISTS {_marks} {MarkColumns}").ConfigureAwait(false);
            var found = await ReadColumnsAsync(connection, cancellationToken).ConfigureAwait(false);
            if (found.Count == 0) // a table that was dropped leaves its mark behind
            {
                await DoAsync(_createTable).ConfigureAwait(false);
                await DoAsync($"DELETE FROM {_marks} WHERE view = $1", Stored(_name)).ConfigureAwait(false);
            }
            else if (!found.IsSupersetOf(_owed) || (IsSliced(found) && !_owed.Contains(SliceColumn)))
            {
                throw new ViewStoreException(
                    store, $"table {Quoted(_name)} has {List(found)}; view '{_view}' needs {List(_owed)}. " +
                    "Drop the table, it is made and filled anew, or set another TablePrefix");
            }
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        ValueTask DoAsync(string text, params object[] parameters) =>
            ExecuteAsync(connection, [Command(text, parameters)], cancellationToken);
    }

    /// <summary>The mark of the view.</summary>
    public async ValueTask<ViewMark?> ReadMarkAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(ReadMark());
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false)) return await MarkAsync(reader, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for other writers of the view, and has them wait until the end of the transaction; then reads the mark. Says, too,
    /// whether the connection has the temporary table: behind a pooler it may be another one for each transaction.</summary>
    public async ValueTask<(ViewMark? Mark, bool HasChanges)> LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(Command(_lock, _marks + _name));
            batch.BatchCommands.Add(ReadMark());
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var hasChanges = reader.GetBoolean(reader.FieldCount - 1);
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                return (await MarkAsync(reader, cancellationToken).ConfigureAwait(false), hasChanges);
            }
        }
    }

    /// <summary>Makes the temporary table, in the transaction that writes.</summary>
    public ValueTask MakeChangesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, [Command(_createChanges)], cancellationToken);

    /// <summary>Statements that merge what was copied into the table.</summary>
    public IReadOnlyList<string> Merge(CopiedRows copied) => (copied.HasPuts, copied.HasRemovals) switch
    {
        (true, true) => [_put, _remove],
        (true, false) => [_putAll],
        (false, true) => [_remove],
        _ => [],
    };

    /// <summary>Statements after which the table, or those of its slices that rows were copied for, holds what was copied and nothing
    /// else.</summary>
    public IReadOnlyList<string> Replace(CopiedRows copied) => _partitions is null
        ? [_removeOthers, _putDifferent]
        : copied.Slices.Count == 0
            ? []
            : [$"{_removeOthers} AND t.{_partitions.Column} IN ({string.Join(", ", copied.Slices)})", _putDifferent];

    /// <summary>Merges what was copied, sets the mark and drops slices.</summary>
    public async ValueTask FinishAsync(
        NpgsqlTransaction transaction, TableWrite write, ViewMark mark, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        if (_partitions is not null) await _partitions.MakeAsync(connection, write.Slices, cancellationToken).ConfigureAwait(false);
        var merge = write.Statements.Select(statement => Command(statement));
        var setMark = Command(_setMark, Stored(_name), mark.Incarnation, mark.Epoch.Number);
        await ExecuteAsync(connection, [.. merge, setMark], cancellationToken).ConfigureAwait(false);
        if (_partitions is null || write.Dropped is { Count: 0 }) return;
        await _partitions.DropAsync( // last: readers wait for it, and for the commit
            transaction, slice => write.Dropped?.Contains(slice) ?? !write.Slices.Contains(slice), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Is it a table of slices? Others may have partitions as well, those of its users.</summary>
    private static bool IsSliced(IReadOnlyCollection<string> parts) => parts.Contains(Partitions) && parts.Contains(SliceColumn);

    /// <summary>What there is of the table: its columns, and whether it has partitions; nothing when it is not there.</summary>
    private async ValueTask<HashSet<string>> ReadColumnsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Tables = "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2";
        const string Text = $"SELECT CASE c.relkind WHEN 'p' THEN '{Partitions}' ELSE 'rows of its own' END {Tables} UNION ALL " +
            "SELECT '\"' || replace(a.attname, '\"', '\"\"') || '\" ' || format_type(a.atttypid, a.atttypmod) " +
            $"FROM pg_attribute a WHERE a.attrelid IN (SELECT c.oid {Tables}) AND a.attnum > 0 AND NOT a.attisdropped";
        return [.. await ReadAsync(connection, Command(Text, _schema, _name), cancellationToken).ConfigureAwait(false)];
    }

    private NpgsqlBatchCommand ReadMark() => Command($"SELECT incarnation, epoch FROM {_marks} WHERE view = $1", Stored(_name));

    private static async ValueTask<ViewMark?> MarkAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new ViewMark(reader.GetInt64(0), new EpochId(reader.GetInt64(1)))
            : null;

    /// <summary>The temporary table's name. It says of which columns it is: a connection may hold those of other stores.</summary>
    private static string NameFor(string layout) =>
        $"lambdaspeed_changes_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(layout)).AsSpan(0, 16))}";

    private static (string Name, string Type)[] Columns<T>(ViewColumns<T> columns) =>
        [.. columns.All.Select(column => (Quoted(column.Name), ColumnTypes.Of(column.Kind)))];

    private static string Stored(string name) => ViewText.Escape(name);
}
