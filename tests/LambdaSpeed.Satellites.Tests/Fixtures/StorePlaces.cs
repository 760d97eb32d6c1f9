using LambdaSpeed.PostgreSql;
using LambdaSpeed.Redis;
using LambdaSpeed.Sqlite;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

internal static class StorePlaces
{
    /// <summary>An empty place for a store, on the server of all tests.</summary>
    public static async Task<ViewStoreHarness> NewPlaceAsync(this Servers servers, StoreKind kind) => kind switch
    {
        StoreKind.Sqlite => new SqliteHarness(),
        StoreKind.Redis => new RedisHarness(await servers.ConnectionAsync("redis")),
        StoreKind.RedisKeys => new RedisKeysHarness(await servers.ConnectionAsync("redis")),
        _ => await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql")),
    };

    /// <summary>An empty place for a store that keeps slices apart, on the server of all tests.</summary>
    public static async Task<SlicedViewStoreHarness> NewPlaceAsync(this Servers servers, SlicedStoreKind kind) => kind switch
    {
        SlicedStoreKind.RedisHashes => new RedisSlicedHarness(new RedisHarness(await servers.ConnectionAsync("redis"))),
        SlicedStoreKind.RedisKeys => new RedisSlicedHarness(new RedisKeysHarness(await servers.ConnectionAsync("redis"))),
        _ => new PostgreSqlSlicedHarness(await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql"))),
    };

    /// <summary>Where a place is, for another process: how to connect, and which part of the server is the test's.</summary>
    public static (string Connection, string Part) AddressOf(ViewStoreHarness place) => place switch
    {
        SqliteHarness sqlite => (sqlite.ConnectionString, ""),
        RedisHarness redis => (redis.Options.Configuration!, redis.Options.KeyPrefix),
        PostgreSqlHarness postgres => (postgres.ConnectionString, postgres.Schema),
        _ => throw new ArgumentException($"{place} has no address", nameof(place)),
    };

    /// <summary>Opens the store at an address.</summary>
    public static IViewStore<string, long> OpenAt(StoreKind kind, string connection, string part) => kind switch
    {
        StoreKind.Sqlite => new SqliteViewStore<string, long>(new() { ConnectionString = connection }),
        StoreKind.Redis => new RedisViewStore<string, long>(new() { Configuration = connection, KeyPrefix = part }),
        StoreKind.RedisKeys => new RedisViewStore<string, long>(
            new() { Configuration = connection, KeyPrefix = part, Layout = RedisLayout.Keys }),
        _ => new PostgreSqlViewStore<string, long>(new() { ConnectionString = connection, Schema = part }),
    };
}
