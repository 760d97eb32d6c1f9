using LambdaSpeed.Redis;
using StackExchange.Redis;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Keys of a test's own on a Redis server, one for each entry of a view.</summary>
internal sealed class RedisKeysHarness(string configuration, int? largestTransaction = null)
    : RedisHarness(configuration, largestTransaction)
{
    public override RedisViewStoreOptions Options => base.Options with { Layout = RedisLayout.Keys };

    /// <summary>The key of an entry.</summary>
    public string Entry(string view, string key) => $"{Content(view)}:key:{key}";

    public override async ValueTask<IReadOnlyDictionary<string, long>> ReadAsync(string view, CancellationToken cancellationToken)
    {
        var first = Entry(view, "")[Prefix.Length..];
        var names = (await KeysAsync()).Where(name => name.StartsWith(first, StringComparison.Ordinal)).ToList();
        if (names.Count == 0) return new Dictionary<string, long>();
        RedisKey[] entries = [.. names.Select(name => (RedisKey)(Prefix + name))];
        var values = await (await DatabaseAsync()).StringGetAsync(entries).WaitAsync(cancellationToken);
        return names.Zip(values).Where(entry => !entry.Second.IsNull)
            .ToDictionary(entry => ViewText.Unescape(entry.First[first.Length..]), entry => (long)entry.Second);
    }

    public override async ValueTask DisposeAsync()
    {
        var database = await DatabaseAsync();
        try
        {
            foreach (var names in (await KeysAsync()).Chunk(1000))
            {
                foreach (var slot in names.GroupBy(name => database.Multiplexer.HashSlot(Prefix + name)))
                {
                    await database.KeyDeleteAsync([.. slot.Select(name => (RedisKey)(Prefix + name))]);
                }
            }
        }
        catch (RedisException)
        {
            // a server that is away has nothing to be deleted
        }
        await base.DisposeAsync();
    }
}
