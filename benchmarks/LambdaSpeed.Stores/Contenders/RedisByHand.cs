using StackExchange.Redis;

namespace LambdaSpeed.Stores.Contenders;

/// <summary>What one writes in an hour: HSETs of a thousand fields and the mark in one transaction, guarded by the mark before.</summary>
public sealed class RedisByHand(string configuration) : IContender
{
    private readonly ConnectionMultiplexer _connection = ConnectionMultiplexer.Connect(configuration);

    public string Store => "redis";

    public string Name => "by hand";

    public Task ResetAsync() => _connection.GetDatabase().KeyDeleteAsync(["hand", "hand:mark"]);

    public async Task WriteAsync(IReadOnlyList<KeyValuePair<string, long>> batch, long mark)
    {
        var transaction = _connection.GetDatabase().CreateTransaction();
        if (mark > 1) transaction.AddCondition(Condition.StringEqual("hand:mark", mark - 1));
        foreach (var chunk in batch.Chunk(1000))
        {
            _ = transaction.HashSetAsync("hand", Array.ConvertAll(chunk, pair => new HashEntry(pair.Key, pair.Value)));
        }
        _ = transaction.StringSetAsync("hand:mark", mark);
        if (!await transaction.ExecuteAsync()) throw new CheckFailedException("the mark is not the one before");
    }

    public Task<Dictionary<string, long>> ReadAsync() => ReadAsync(_connection, "hand");

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    public static async Task<Dictionary<string, long>> ReadAsync(IConnectionMultiplexer connection, string key) =>
        (await connection.GetDatabase().HashGetAllAsync(key)).ToDictionary(field => (string)field.Name!, field => (long)field.Value);
}
