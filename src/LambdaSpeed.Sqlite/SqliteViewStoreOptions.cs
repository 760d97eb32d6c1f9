using Microsoft.Data.Sqlite;

namespace LambdaSpeed.Sqlite;

/// <summary>Where a <see cref="SqliteViewStore{TKey, TValue}"/> keeps its tables.</summary>
public sealed record SqliteViewStoreOptions
{
    /// <summary>The client's connection string, such as <c>Data Source=views.db</c>; all that it can say may be said.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>How the names of tables begin; the view's name follows.</summary>
    /// <value>Empty.</value>
    public string TablePrefix { get; init; } = "";

    /// <summary>The table that holds the marks of all views.</summary>
    /// <value><c>lambdaspeed_marks</c>.</value>
    public string MarkTable { get; init; } = "lambdaspeed_marks";

    /// <summary>Called with each connection after it was opened, for pragmas of your own. A file is set to write-ahead logging and
    /// <c>synchronous=NORMAL</c> before: readers never wait for the store, and a power cut takes whole epochs back, never parts.</summary>
    /// <value>Nothing is done.</value>
    public Action<SqliteConnection>? Configure { get; init; }

    /// <summary>Without the connection string, which may hold a password.</summary>
    public override string ToString() =>
        $"{nameof(SqliteViewStoreOptions)} {{ TablePrefix = {TablePrefix}, MarkTable = {MarkTable} }}";

    internal void Validate()
    {
        try
        {
            _ = new SqliteConnectionStringBuilder(ConnectionString);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                $"{nameof(SqliteViewStoreOptions)}.{nameof(ConnectionString)} cannot be read: {exception.Message}", exception);
        }
        ArgumentException.ThrowIfNullOrWhiteSpace(ConnectionString);
        ArgumentNullException.ThrowIfNull(TablePrefix);
        ArgumentException.ThrowIfNullOrWhiteSpace(MarkTable);
    }
}
