using Npgsql;

namespace LambdaSpeed.PostgreSql;

/// <summary>Where a <see cref="PostgreSqlViewStore{TKey, TValue}"/> or <see cref="PostgreSqlSlicedViewStore{TKey, TValue}"/>
/// keeps its tables.</summary>
public sealed record PostgreSqlViewStoreOptions
{
    /// <summary>The client's connection string, such as <c>Host=db;Username=app;Password=…;Database=shop</c>. With
    /// <c>Options=-c synchronous_commit=off</c> commits do not wait for the disk: after a crash of the server its newest epochs may be
    /// gone, which is noticed and mended.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Called with the client's own builder before it connects, for what the string cannot say: certificates, tokens as passwords,
    /// logging.</summary>
    /// <value>Nothing is done.</value>
    public Action<NpgsqlDataSourceBuilder>? Configure { get; init; }

    /// <summary>The schema that the tables are in; it must be there.</summary>
    /// <value><c>public</c>.</value>
    public string Schema { get; init; } = "public";

    /// <summary>How the names of tables begin; the view's name follows. PostgreSQL allows 63 bytes in all.</summary>
    /// <value>Empty.</value>
    public string TablePrefix { get; init; } = "";

    /// <summary>The table that holds the marks of all views, by the names of their tables.</summary>
    /// <value><c>lambdaspeed_marks</c>.</value>
    public string MarkTable { get; init; } = "lambdaspeed_marks";

    /// <summary>How long the drop of slices waits for readers of the table, which hold up those that come meanwhile; then their rows are
    /// deleted instead, whatever number they are. For <see cref="PostgreSqlSlicedViewStore{TKey, TValue}"/>; from 1 ms to 1 hour. Less than
    /// the server's <c>deadlock_timeout</c> (1 s), so that a deadlock with a user's transaction ends in ours.</summary>
    /// <value>500 ms.</value>
    public TimeSpan DropPatience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Without the connection string, which may hold a password.</summary>
    public override string ToString() => $"{nameof(PostgreSqlViewStoreOptions)} {{ Schema = {Schema}, TablePrefix = {TablePrefix}, " +
        $"MarkTable = {MarkTable}, DropPatience = {DropPatience} }}";

    internal NpgsqlConnectionStringBuilder Parse()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ConnectionString);
        ArgumentException.ThrowIfNullOrWhiteSpace(Schema);
        ArgumentNullException.ThrowIfNull(TablePrefix);
        ArgumentException.ThrowIfNullOrWhiteSpace(MarkTable);
        ArgumentOutOfRangeException.ThrowIfLessThan(DropPatience, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DropPatience, TimeSpan.FromHours(1));
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(ConnectionString);
            if (!string.IsNullOrEmpty(parsed.Host)) return parsed;
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                $"{nameof(PostgreSqlViewStoreOptions)}.{nameof(ConnectionString)} cannot be read: {exception.Message}", exception);
        }
        throw new ArgumentException($"{nameof(PostgreSqlViewStoreOptions)}.{nameof(ConnectionString)} names no Host.");
    }
}
