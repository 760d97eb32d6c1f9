namespace LambdaSpeed.State;

/// <summary>The key of one entry of a map or list: the key of the topology, and which of its entries.</summary>
/// <param name="Key">The key of the topology.</param>
/// <param name="Part">The map's key, or the position in the list.</param>
internal readonly record struct EntryKey<TKey, TPart>(TKey Key, TPart Part);
