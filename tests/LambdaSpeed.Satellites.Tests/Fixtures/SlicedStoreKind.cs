namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>The stores that keep slices apart.</summary>
public enum SlicedStoreKind
{
    PostgreSql,
    RedisHashes,
    RedisKeys,
}
