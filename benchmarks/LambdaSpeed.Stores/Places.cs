using LambdaSpeed.PostgreSql;
using LambdaSpeed.Redis;
using LambdaSpeed.RocksDb;
using LambdaSpeed.Sqlite;
using LambdaSpeed.Stores.Contenders;
using Microsoft.Data.Sqlite;
using Npgsql;
using StackExchange.Redis;

namespace LambdaSpeed.Stores;

/// <summary>The contenders of each store that can be reached here.</summary>
internal static class Places
{
    public static IEnumerable<IContender[]> All(string folder)
    {
        yield return RocksDb(folder);
        yield return Sqlite(folder);
        if (Environment.GetEnvironmentVariable("LAMBDASPEED_REDIS") is { Length: > 0 } redis) yield return Redis(redis);
        if (Environment.GetEnvironmentVariable("LAMBDASPEED_POSTGRESQL") is { Length: > 0 } postgres) yield return PostgreSql(postgres);
    }

    /// <summary>Checkpoints, not views: the store is called as the run calls it, with what an epoch changed.</summary>
    private static IContender[] RocksDb(string folder) =>
    [
        new RocksDbByHand(Path.Combine(folder, "rocksdb-hand")),
        new OurCheckpoints("rocksdb", Path.Combine(folder, "rocksdb-ours"), path => new RocksDbCheckpointStore(new() { Path = path })),
    ];

    private static IContender[] Sqlite(string folder)
    {
        var (ours, hand) = ($"Data Source={folder}/ours.db", $"Data Source={folder}/hand.db");
        return
        [
            new SqliteByHand(hand),
            new OurStore("sqlite", () => new SqliteViewStore<string, long>(new() { ConnectionString = ours }), DropAsync, ReadAsync),
        ];

        Task DropAsync() => Task.FromResult(Use(connection => SqliteByHand.Execute(connection, "DROP TABLE IF EXISTS v")));

        Task<Dictionary<string, long>> ReadAsync() => Task.FromResult(Use(connection => SqliteByHand.Read(connection, "v")));

        T Use<T>(Func<SqliteConnection, T> use)
        {
            using var connection = new SqliteConnection(ours);
            connection.Open();
            return use(connection);
        }
    }

    private static IContender[] Redis(string configuration)
    {
        return
        [
            new RedisByHand(configuration),
            new OurStore("redis", () => new RedisViewStore<string, long>(new() { Configuration = configuration }), DropAsync, ReadAsync),
        ];

        async Task DropAsync()
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
            await connection.GetDatabase().KeyDeleteAsync(["lambdaspeed:{v}", "lambdaspeed:{v}:mark"]);
        }

        async Task<Dictionary<string, long>> ReadAsync()
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
            return await RedisByHand.ReadAsync(connection, "lambdaspeed:{v}");
        }
    }

    private static IContender[] PostgreSql(string connectionString)
    {
        return
        [
            new PostgreSqlByHand(connectionString),
            new OurStore("postgresql", Open, DropAsync, ReadAsync),
        ];

        PostgreSqlViewStore<string, long> Open() => new(new PostgreSqlViewStoreOptions { ConnectionString = connectionString });

        Task DropAsync() => UseAsync(connection => PostgreSqlByHand.ExecuteAsync(connection, "DROP TABLE IF EXISTS v"));

        Task<Dictionary<string, long>> ReadAsync() => UseAsync(connection => PostgreSqlByHand.ReadAsync(connection, "v"));

        async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use)
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            return await use(connection);
        }
    }
}
