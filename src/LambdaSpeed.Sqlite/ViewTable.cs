using Microsoft.Data.Sqlite;
using static LambdaSpeed.Sqlite.MarkTable;

namespace LambdaSpeed.Sqlite;

/// <summary>The table of a view on an open connection, with its prepared statements.</summary>
internal sealed class ViewTable<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private readonly ViewColumns<TKey> _key;
    private readonly ViewColumns<TValue> _value;
    private readonly SqliteCommand _readMark;
    private readonly SqliteCommand _setMark;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _remove;
    private readonly SqliteCommand _clear;
    private readonly ParameterRow _row = new();

    /// <summary>Makes the table if it is not there.</summary>
    public ViewTable(
        string store, SqliteConnection connection, SqliteViewStoreOptions options, string view, ViewColumns<TKey> key,
        ViewColumns<TValue> value)
    {
        _key = key;
        _value = value;
        var (table, marks) = (Quoted(options.TablePrefix + view), Quoted(options.MarkTable));
        var keys = key.All.Select(column => Quoted(column.Name)).ToList();
        var values = value.All.Select(column => Quoted(column.Name)).ToList();
        Make(store, connection, options, view);

        _readMark = Command(MarkTable.Read(options), 1);
        _setMark = Command($"INSERT INTO {marks} (view, incarnation, epoch) VALUES ($p0, $p1, $p2) ON CONFLICT (view) " +
            "DO UPDATE SET incarnation = excluded.incarnation, epoch = excluded.epoch", 3);
        var action = values.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", values.Select(name => $"{name} = excluded.{name}"))}";
        _put = Command($"INSERT INTO {table} ({string.Join(", ", keys.Concat(values))}) VALUES " +
            $"({string.Join(", ", Enumerable.Range(0, keys.Count + values.Count).Select(i => $"$p{i}"))}) " +
            $"ON CONFLICT ({string.Join(", ", keys)}) DO {action}", keys.Count + values.Count);
        _remove = Command($"DELETE FROM {table} WHERE {string.Join(" AND ", keys.Select((name, i) => $"{name} = $p{i}"))}", keys.Count);
        _clear = Command($"DELETE FROM {table}", 0);
        _readMark.Parameters[0].Value = _setMark.Parameters[0].Value = options.TablePrefix + view; // the table's: a view may have two

        SqliteCommand Command(string text, int parameters)
        {
            var command = connection.CreateCommand();
            command.CommandText = text;
            for (var i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
            return command;
        }
    }

    /// <summary>Refuses layouts that no table can have.</summary>
    public static void Validate(ViewColumns<TKey> key, ViewColumns<TValue> value)
    {
        if (key.All.Count == 0) throw new ArgumentException("The key has no columns.", nameof(key));
        var names = key.All.Select(column => column.Name).Concat(value.All.Select(column => column.Name));
        var twice = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null) throw new ArgumentException($"Key and value both have a column '{twice.Key}'.", nameof(value));
    }

    public ViewMark? ReadMark(SqliteTransaction? transaction = null)
    {
        _readMark.Transaction = transaction;
        return MarkTable.MarkOf(_readMark);
    }

    /// <summary>Has what follows be part of a transaction.</summary>
    public void Begin(SqliteTransaction transaction) =>
        _put.Transaction = _remove.Transaction = _clear.Transaction = _setMark.Transaction = transaction;

    public void SetMark(ViewMark mark)
    {
        _setMark.Parameters[1].Value = mark.Incarnation;
        _setMark.Parameters[2].Value = mark.Epoch.Number;
        _setMark.ExecuteNonQuery();
    }

    public void Put(TKey key, TValue value)
    {
        _row.Begin(_put.Parameters);
        _key.Write(key, _row);
        _value.Write(value, _row);
        _put.ExecuteNonQuery();
    }

    public void Remove(TKey key)
    {
        _row.Begin(_remove.Parameters);
        _key.Write(key, _row);
        _remove.ExecuteNonQuery();
    }

    public void Clear() => _clear.ExecuteNonQuery();

    public void Dispose()
    {
        foreach (var command in new[] { _readMark, _setMark, _put, _remove, _clear }) command.Dispose();
    }

    private void Make(string store, SqliteConnection connection, SqliteViewStoreOptions options, string view)
    {
        var (name, marks) = (options.TablePrefix + view, Quoted(options.MarkTable));
        if (string.Equals(name, options.MarkTable, StringComparison.OrdinalIgnoreCase))
        {
            throw new ViewStoreException(store, $"view '{view}' would be the table of marks; set TablePrefix or MarkTable");
        }
        string[] owed =
        [
            .. _key.All.Select(column => $"{Quoted(column.Name)} {TypeOf(column.Kind)} NOT NULL"),
            .. _value.All.Select(column => $"{Quoted(column.Name)} {TypeOf(column.Kind)}"),
        ];
        var primary = string.Join(", ", _key.All.Select(column => Quoted(column.Name)));
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"CREATE TABLE IF NOT EXISTS {marks} " +
            "(view TEXT PRIMARY KEY, incarnation INTEGER NOT NULL, epoch INTEGER NOT NULL)";
        command.ExecuteNonQuery();
        command.CommandText = $"SELECT view FROM {marks} WHERE lower(view) = lower($view) AND view <> $view";
        command.Parameters.AddWithValue("$view", name);
        if (command.ExecuteScalar() is string other)
        {
            throw new ViewStoreException(
                store, $"views '{other}' and '{view}' would have one table, SQLite tells no case apart; set TablePrefix");
        }
        command.CommandText = "SELECT '\"' || replace(name, '\"', '\"\"') || '\" ' || type || iif(\"notnull\", ' NOT NULL', '') " +
            "FROM pragma_table_info($name)";
        command.Parameters.AddWithValue("$name", name);
        var found = new HashSet<string>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read()) found.Add(reader.GetString(0));
        }
        if (found.Count == 0) // a table that was dropped leaves its mark behind
        {
            command.CommandText = $"CREATE TABLE {Quoted(name)} ({string.Join(", ", owed)}, PRIMARY KEY ({primary})) WITHOUT ROWID; " +
                $"DELETE FROM {marks} WHERE view = $view";
            command.ExecuteNonQuery();
        }
        else if (!found.IsSupersetOf(owed))
        {
            throw new ViewStoreException(store, $"table {Quoted(name)} has the columns {string.Join(", ", found)}; view '{view}' needs " +
                $"{string.Join(", ", owed)}. Drop the table, it is made and filled anew, or set another TablePrefix");
        }
        transaction.Commit();
    }

    private static string TypeOf(ViewColumnKind kind) => kind switch
    {
        ViewColumnKind.Boolean or ViewColumnKind.WholeNumber => "INTEGER",
        ViewColumnKind.RealNumber => "REAL",
        ViewColumnKind.Bytes => "BLOB",
        _ => "TEXT",
    };
}
