using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

internal static class StorePlaces
{
    /// <summary>An empty place for a store, on the server of all tests.</summary>
    public static async Task<ViewStoreHarness> NewPlaceAsync(this Servers servers, StoreKind kind) => kind switch
    {
        StoreKind.Sqlite => new SqliteHarness(),
        StoreKind.Redis => new RedisHarness(await servers.ConnectionAsync("redis")),
        _ => await PostgreSqlHarness.NewAsync(await servers.ConnectionAsync("postgresql")),
    };
}
