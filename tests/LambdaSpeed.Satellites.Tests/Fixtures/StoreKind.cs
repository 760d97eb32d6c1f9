namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>The stores that all tests are for.</summary>
public enum StoreKind
{
    Sqlite,
    Redis,
    PostgreSql,
    RedisKeys,
}
