using System.Security.Cryptography;
using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>The keys of a view. The braces have a cluster keep them together.</summary>
internal readonly struct RedisViewKeys(string prefix, string view)
{
    public RedisKey Content { get; } = $"{prefix}{{{view}}}";

    public RedisKey Mark { get; } = $"{prefix}{{{view}}}:mark";

    /// <summary>A key that no other writer uses, not even one that was given up.</summary>
    public RedisKey NewStaged() => $"{Content}:staged:{RandomNumberGenerator.GetHexString(16)}";
}
