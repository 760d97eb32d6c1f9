using LambdaSpeed.Redis;
using LambdaSpeed.Testing;
using StackExchange.Redis;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Keys of a test's own on a Redis server.</summary>
internal class RedisHarness(string configuration, int? largestTransaction = null) : ViewStoreHarness
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection =
        new(() => ConnectionMultiplexer.ConnectAsync(configuration + ",abortConnect=false"));

    public virtual RedisViewStoreOptions Options => new()
    {
        Configuration = configuration, KeyPrefix = Prefix, LargestTransaction = largestTransaction,
    };

    protected string Prefix { get; } = $"test:{Guid.NewGuid():N}:";

    public string Content(string view) => $"{Prefix}{{{view}}}";

    public override IViewStore<string, long> Open() => new RedisViewStore<string, long>(Options);

    public async Task<IDatabase> DatabaseAsync() => (await _connection.Value).GetDatabase();

    public override async ValueTask<IReadOnlyDictionary<string, long>> ReadAsync(string view, CancellationToken cancellationToken)
    {
        var fields = await (await DatabaseAsync()).HashGetAllAsync(Content(view)).WaitAsync(cancellationToken);
        return fields.ToDictionary(field => ViewText.Unescape(field.Name!), field => (long)field.Value);
    }

    /// <summary>The names of all keys of the test, without what they begin with.</summary>
    public async Task<List<string>> KeysAsync()
    {
        var names = new HashSet<string>(); // a name may be told twice
        foreach (var server in (await _connection.Value).GetServers().Where(server => !server.IsReplica))
        {
            await foreach (var key in server.KeysAsync(pattern: Prefix + "*", pageSize: 1000)) names.Add(key.ToString()[Prefix.Length..]);
        }
        return [.. names];
    }

    public override async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated) await (await _connection.Value).DisposeAsync();
        await base.DisposeAsync();
    }
}
