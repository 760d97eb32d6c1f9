using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>What one call of the server writes of a view, or removes from it: texts of keys with their values, and texts of keys. Of one
/// slice, where slices are kept apart.</summary>
internal readonly record struct RedisEntries(int? Slice, HashEntry[] Puts, RedisValue[] Removals);
