using LambdaSpeed.PostgreSql;
using LambdaSpeed.Redis;
using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Sqlite;
using StackExchange.Redis;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Settings;

/// <summary>Settings that cannot be give one error that names the setting.</summary>
public sealed class SettingsTests(Servers servers)
{
    [Fact]
    public void Options_ThatCannotBe_AreRefusedAtOnce()
    {
        Requires<ArgumentException>("ConnectionString", () => new PostgreSqlViewStore<string, long>(new() { ConnectionString = "Hots=x" }));
        Requires<ArgumentException>("Host", () => new PostgreSqlViewStore<string, long>(new() { ConnectionString = "Username=x" }));
        Requires<ArgumentException>("ConnectionString", () => new PostgreSqlViewStore<string, long>(new() { ConnectionString = " " }));
        Requires<ArgumentException>("ConnectionString", () => new SqliteViewStore<string, long>(new() { ConnectionString = "Fiel=x" }));
        Requires<ArgumentException>(
            "Configuration", () => new RedisViewStore<string, long>(new() { Configuration = "localhost,pasword=x" }));
        Requires<ArgumentException>("names no server", () => new RedisViewStore<string, long>(new() { Configuration = "ssl=true" }));
        Requires<ArgumentException>(
            "LargestTransaction", () => new RedisViewStore<string, long>(new() { Configuration = "localhost", LargestTransaction = 0 }));
        Requires<ArgumentException>(
            "no such layout", () => new RedisViewStore<string, long>(new() { Configuration = "localhost", Layout = (RedisLayout)2 }));
    }

    [Fact]
    public void Options_DoNotShowPasswords()
    {
        object[] options =
        [
            new PostgreSqlViewStoreOptions { ConnectionString = "Host=db;Username=app;Password=secret", Schema = "seen" },
            new RedisViewStoreOptions { Configuration = "localhost:6379,password=secret", KeyPrefix = "seen" },
            new SqliteViewStoreOptions { ConnectionString = "Data Source=x;Password=secret", TablePrefix = "seen" },
        ];
        Assert.All(options, option =>
        {
            Assert.DoesNotContain("secret", option.ToString(), StringComparison.Ordinal);
            Assert.StartsWith(option.GetType().Name, option.ToString(), StringComparison.Ordinal);
            Assert.Contains("seen", option.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Server_ThatIsNotThere_IsNamedWithTheSetting()
    {
        await using var redis = new RedisViewStore<string, long>(new() { Configuration = "127.0.0.1:9,connectTimeout=500" });
        await FailsAsync(redis, "redis 127.0.0.1:9", "Configuration");
        await using var postgres = new PostgreSqlViewStore<string, long>(new() { ConnectionString = "Host=127.0.0.1;Port=9;Username=x" });
        await FailsAsync(postgres, "postgresql 127.0.0.1:9/x", "Host and Port");
        await using var unknown = new PostgreSqlViewStore<string, long>(new() { ConnectionString = "Host=no.host.invalid;Username=x" });
        await FailsAsync(unknown, "no.host.invalid", "Host and Port");
        await using var sqlite = new SqliteViewStore<string, long>(new() { ConnectionString = "Data Source=/no/such/folder/views.db" });
        await FailsAsync(sqlite, "sqlite /no/such/folder/views.db", "Data Source");
    }

    [Theory]
    [InlineData(RedisLayout.Hash)]
    [InlineData(RedisLayout.Keys)]
    public async Task Redis_ThatIsFullOrAReplica_IsNamed(RedisLayout layout)
    {
        await using var redis = await Servers.StartOwnAsync("redis");
        await using var admin = await ConnectionMultiplexer.ConnectAsync(redis.Connection + ",allowAdmin=true");
        await using var store = new RedisViewStore<string, long>(new() { Configuration = redis.Connection, Layout = layout });
        await WriteAsync(store, 1);

        await admin.GetServers()[0].ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        var full = await Assert.ThrowsAsync<ViewStoreException>(() => WriteAsync(store, 2).AsTask());
        await admin.GetServers()[0].ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await WriteAsync(store, 2);
        await admin.GetServers()[0].ExecuteAsync("REPLICAOF", "127.0.0.1", "9");
        var demoted = await Assert.ThrowsAsync<ViewStoreException>(() => WriteAsync(store, 3).AsTask());
        await using var fresh = new RedisViewStore<string, long>(new() { Configuration = redis.Connection, Layout = layout });
        var replica = await Assert.ThrowsAsync<ViewStoreException>(() => WriteAsync(fresh, 3).AsTask());

        Assert.Contains("'maxmemory'", full.Message, StringComparison.Ordinal);
        Assert.Contains("is a replica", demoted.Message, StringComparison.Ordinal);
        Assert.Contains("is a replica", replica.Message, StringComparison.Ordinal);

        static ValueTask WriteAsync(RedisViewStore<string, long> store, long epoch) => store.ReplaceAsync(
            "v", new Dictionary<string, long> { ["a"] = epoch }.ToAsyncEnumerable(), new(1, new(epoch)), RunFixture.Cancel);
    }

    [Fact]
    public async Task Password_ThatIsWrong_IsNamedWithTheSetting()
    {
        await using var redis = await Servers.StartOwnAsync("redis", ("REDIS_PASSWORD", "right"));
        foreach (var password in new[] { "", ",password=wrong" })
        {
            await using var store = new RedisViewStore<string, long>(new() { Configuration = redis.Connection + password });
            await FailsAsync(store, "redis", "'password'");
        }
        await using var right = new RedisViewStore<string, long>(new() { Configuration = redis.Connection + ",password=right" });
        Assert.Null(await right.ReadMarkAsync("v", RunFixture.Cancel));

        await using var postgres = await Servers.StartOwnAsync("postgresql", ("PGPASSWORD", "right"));
        foreach (var password in new[] { "", ";Password=wrong" })
        {
            await using var store = new PostgreSqlViewStore<string, long>(new() { ConnectionString = postgres.Connection + password });
            await FailsAsync(store, "postgresql", "Password of ConnectionString");
        }
        await using var allowed = new PostgreSqlViewStore<string, long>(
            new() { ConnectionString = postgres.Connection + ";Password=right" });
        Assert.Null(await allowed.ReadMarkAsync("v", RunFixture.Cancel));
    }

    [Fact]
    public async Task Database_OrSchemaThatIsNotThere_IsNamedWithTheSetting()
    {
        var connection = await servers.ConnectionAsync("postgresql");
        await using var database = new PostgreSqlViewStore<string, long>(new() { ConnectionString = connection + ";Database=nowhere" });
        await FailsAsync(database, "/nowhere", "Database of ConnectionString");
        await using var schema = new PostgreSqlViewStore<string, long>(new() { ConnectionString = connection, Schema = "nowhere" });
        await FailsAsync(schema, "postgresql", "Schema");
    }

    [Fact]
    public async Task Run_TellsOfIt_AndGoesOn()
    {
        await using var store = new RedisViewStore<long, long>(new() { Configuration = "127.0.0.1:9,connectTimeout=500" });
        var builder = new TopologyBuilder("unreachable");
        builder.AddSpout("numbers", Spouts.GeneratePaced(i => i, perSecond: 1000)).GroupBy(i => i % 10).Aggregate("v", a => a.Count())
            .Follow(store).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: RunFixture.Cancel);
        await run.Until(() => run.Followers()[0].State == FollowerState.Retrying && run.PublishedEpoch.Number > 3);

        var follower = run.Followers()[0];
        Assert.Equal("redis 127.0.0.1:9", follower.Store);
        Assert.Contains("see host, port", follower.Failure, StringComparison.Ordinal);
        await run.Within(run.AbortAsync());
    }

    private static void Requires<TException>(string saying, Func<object> make)
        where TException : Exception =>
        Assert.Contains(saying, Assert.ThrowsAny<TException>(make).Message, StringComparison.Ordinal);

    private static async Task FailsAsync(IViewStore<string, long> store, params string[] saying)
    {
        var failure = await Assert.ThrowsAsync<ViewStoreException>(() => store.ReadMarkAsync("v", RunFixture.Cancel).AsTask());
        foreach (var word in saying) Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        Assert.Equal(store.Name, failure.Store);
    }
}
