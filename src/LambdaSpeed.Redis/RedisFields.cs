using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>What one call writes into a hash, or removes from it.</summary>
internal readonly record struct RedisFields(HashEntry[] Puts, RedisValue[] Removals);
