using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>A hash of new content that is being built.</summary>
internal sealed class StagedHash(int? slice, RedisKey key)
{
    public int? Slice => slice;

    public RedisKey Key => key;

    /// <summary>Fields written so far.</summary>
    public long Count { get; set; }
}
