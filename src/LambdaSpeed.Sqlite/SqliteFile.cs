using Microsoft.Data.Sqlite;

namespace LambdaSpeed.Sqlite;

/// <summary>The connection to a file. One that was opened stays with the file that it found, also where that is deleted or another one is
/// put in its place, which SQLite does not say: so it is looked from time to time.</summary>
internal sealed class SqliteFile(SqliteViewStoreOptions options) : IDisposable
{
    private const int Unknown = 1;       // also of a table that is not there
    private const int CannotBeOpened = 14;

    private static readonly TimeSpan _lookInterval = TimeSpan.FromSeconds(1);

    private SqliteConnection? _connection; // null while closed
    private long _lookedAt;                // timestamp

    /// <summary>The open connection.</summary>
    public SqliteConnection Open()
    {
        if (_connection is not null) return _connection;

        var connection = new SqliteConnection(options.ConnectionString);
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL";
            pragmas.ExecuteNonQuery();
            options.Configure?.Invoke(connection);
        }
        catch
        {
            Close(connection);
            throw;
        }
        _lookedAt = TimeProvider.System.GetTimestamp();
        return _connection = connection;
    }

    /// <summary>Whether to look now which file is there: from time to time, and never at one in memory.</summary>
    public bool IsLookDue() =>
        _connection is { DataSource.Length: > 0 } && TimeProvider.System.GetElapsedTime(_lookedAt) >= _lookInterval;

    /// <summary>The mark of a view in the file that is there now, by a connection of its own; null when there is none.</summary>
    /// <param name="view">The view, as it is marked.</param>
    public ViewMark? ReadMarkAnew(string view)
    {
        _lookedAt = TimeProvider.System.GetTimestamp();
        var builder = new SqliteConnectionStringBuilder(options.ConnectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        using var connection = new SqliteConnection(builder.ConnectionString);
        try
        {
            connection.Open();
            options.Configure?.Invoke(connection);
            using var command = connection.CreateCommand();
            command.CommandText = MarkTable.Read(options);
            command.Parameters.AddWithValue("$p0", view);
            return MarkTable.MarkOf(command);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is Unknown or CannotBeOpened)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (_connection is not null) Close(_connection);
        _connection = null;
    }

    private static void Close(SqliteConnection connection)
    {
        SqliteConnection.ClearPool(connection); // else the pool would keep the file open
        connection.Dispose();
    }
}
