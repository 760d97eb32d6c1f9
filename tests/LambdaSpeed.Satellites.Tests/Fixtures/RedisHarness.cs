using LambdaSpeed.Redis;
using LambdaSpeed.Testing;
using StackExchange.Redis;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Keys of a test's own on a Redis server.</summary>
internal sealed class RedisHarness(string configuration, int? largestTransaction = null) : ViewStoreHarness
{
    private readonly string _prefix = $"test:{Guid.NewGuid():N}:";
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection =
        new(() => ConnectionMultiplexer.ConnectAsync(configuration + ",abortConnect=false"));

    public RedisViewStoreOptions Options => new()
    {
        Configuration = configuration, KeyPrefix = _prefix, LargestTransaction = largestTransaction,
    };

    public string Content(string view) => $"{_prefix}{{{view}}}";

    public override IViewStore<string, long> Open() => new RedisViewStore<string, long>(Options);

    public async Task<IDatabase> DatabaseAsync() => (await _connection.Value).GetDatabase();

    public async Task<IServer> ServerAsync() => (await _connection.Value).GetServers()[0];

    public override async ValueTask<IReadOnlyDictionary<string, long>> ReadAsync(string view, CancellationToken cancellationToken)
    {
        var fields = await (await DatabaseAsync()).HashGetAllAsync(Content(view)).WaitAsync(cancellationToken);
        return fields.ToDictionary(field => ViewText.Unescape(field.Name!), field => (long)field.Value);
    }

    /// <summary>The names of all keys of the test.</summary>
    public async Task<List<string>> KeysAsync() =>
        await (await ServerAsync()).KeysAsync(pattern: _prefix + "*").Select(key => key.ToString()[_prefix.Length..]).ToListAsync();

    public override async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated) await (await _connection.Value).DisposeAsync();
        await base.DisposeAsync();
    }
}
