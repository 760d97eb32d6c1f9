using LambdaSpeed.PostgreSql;
using LambdaSpeed.Testing;
using Npgsql;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A schema of a test's own in a PostgreSQL database.</summary>
internal sealed class PostgreSqlHarness : ViewStoreHarness
{
    private readonly NpgsqlDataSource _source;

    private PostgreSqlHarness(string connectionString)
    {
        ConnectionString = connectionString;
        _source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
    }

    public string ConnectionString { get; }

    public string Schema { get; } = $"test_{Guid.NewGuid():N}";

    public PostgreSqlViewStoreOptions Options => new() { ConnectionString = ConnectionString, Schema = Schema };

    public static async Task<PostgreSqlHarness> NewAsync(string connectionString)
    {
        var harness = new PostgreSqlHarness(connectionString);
        await harness.ExecuteAsync($"CREATE SCHEMA {harness.Schema}");
        return harness;
    }

    public override IViewStore<string, long> Open() => new PostgreSqlViewStore<string, long>(Options);

    public override async ValueTask<IReadOnlyDictionary<string, long>> ReadAsync(string view, CancellationToken cancellationToken)
    {
        var content = new Dictionary<string, long>();
        await using var command = _source.CreateCommand($"SELECT key, value FROM {Table(view)}");
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) content.Add(ViewText.Unescape(reader.GetString(0)), reader.GetInt64(1));
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
        }
        return content;
    }

    /// <summary>Changes the database behind the store's back.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ReadOneAsync<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public string Table(string view) => $"{Schema}.\"{view.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await ExecuteAsync($"DROP SCHEMA {Schema} CASCADE");
        }
        catch (NpgsqlException)
        {
            // the test has ended the server
        }
        await _source.DisposeAsync();
        await base.DisposeAsync();
    }
}
