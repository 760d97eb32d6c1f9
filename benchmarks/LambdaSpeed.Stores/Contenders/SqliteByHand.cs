using Microsoft.Data.Sqlite;

namespace LambdaSpeed.Stores.Contenders;

/// <summary>What one writes in an hour: a prepared upsert for each row, and the mark, in one transaction.</summary>
public sealed class SqliteByHand : IContender
{
    private readonly SqliteConnection _connection;

    public SqliteByHand(string connectionString)
    {
        _connection = new(connectionString);
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
    }

    public string Store => "sqlite";

    public string Name => "by hand";

    public Task ResetAsync()
    {
        Execute("DROP TABLE IF EXISTS hand; DROP TABLE IF EXISTS hand_mark; CREATE TABLE hand_mark (mark INTEGER);" +
            "INSERT INTO hand_mark VALUES (0); CREATE TABLE hand (key TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID");
        return Task.CompletedTask;
    }

    public Task WriteAsync(IReadOnlyList<KeyValuePair<string, long>> batch, long mark)
    {
        using var transaction = _connection.BeginTransaction();
        using var put = _connection.CreateCommand();
        put.CommandText = "INSERT INTO hand (key, value) VALUES ($key, $value) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        var (key, value) = (put.Parameters.Add("$key", SqliteType.Text), put.Parameters.Add("$value", SqliteType.Integer));
        foreach (var pair in batch)
        {
            key.Value = pair.Key;
            value.Value = pair.Value;
            put.ExecuteNonQuery();
        }
        if (Execute($"UPDATE hand_mark SET mark = {mark} WHERE mark = {mark - 1}") != 1)
        {
            throw new CheckFailedException("the mark is not the one before");
        }
        transaction.Commit();
        return Task.CompletedTask;
    }

    public Task<Dictionary<string, long>> ReadAsync() => Task.FromResult(Read(_connection, "hand"));

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    public static Dictionary<string, long> Read(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT key, value FROM {table}";
        using var reader = command.ExecuteReader();
        var content = new Dictionary<string, long>();
        while (reader.Read()) content.Add(reader.GetString(0), reader.GetInt64(1));
        return content;
    }

    public static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private int Execute(string sql) => Execute(_connection, sql);
}
