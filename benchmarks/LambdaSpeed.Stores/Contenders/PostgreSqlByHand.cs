using Npgsql;
using NpgsqlTypes;

namespace LambdaSpeed.Stores.Contenders;

/// <summary>What one writes in an hour: COPY into a temporary table, merge and mark in one transaction.</summary>
public sealed class PostgreSqlByHand(string connectionString) : IContender
{
    private readonly NpgsqlConnection _connection = new(connectionString);

    public string Store => "postgresql";

    public string Name => "by hand";

    public async Task ResetAsync()
    {
        if (_connection.State != System.Data.ConnectionState.Open) await _connection.OpenAsync();
        await ExecuteAsync(
            "DROP TABLE IF EXISTS hand, hand_mark, hand_changes; CREATE TABLE hand (key text PRIMARY KEY, value bigint);" +
            "CREATE TABLE hand_mark (mark bigint); INSERT INTO hand_mark VALUES (0);" +
            "CREATE TEMPORARY TABLE hand_changes (key text, value bigint) ON COMMIT DELETE ROWS");
    }

    public async Task WriteAsync(IReadOnlyList<KeyValuePair<string, long>> batch, long mark)
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        await using (var copy = await _connection.BeginBinaryImportAsync("COPY hand_changes FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var (key, value) in batch)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(key, NpgsqlDbType.Text);
                await copy.WriteAsync(value, NpgsqlDbType.Bigint);
            }
            await copy.CompleteAsync();
        }
        await ExecuteAsync(
            "INSERT INTO hand SELECT key, value FROM hand_changes ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        if (await ExecuteAsync($"UPDATE hand_mark SET mark = {mark} WHERE mark = {mark - 1}") != 1)
        {
            throw new CheckFailedException("the mark is not the one before");
        }
        await transaction.CommitAsync();
    }

    public Task<Dictionary<string, long>> ReadAsync() => ReadAsync(_connection, "hand");

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    public static async Task<Dictionary<string, long>> ReadAsync(NpgsqlConnection connection, string table)
    {
        await using var command = new NpgsqlCommand($"SELECT key, value FROM {table}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var content = new Dictionary<string, long>();
        while (await reader.ReadAsync()) content.Add(reader.GetString(0), reader.GetInt64(1));
        return content;
    }

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    private Task<int> ExecuteAsync(string sql) => ExecuteAsync(_connection, sql);
}
