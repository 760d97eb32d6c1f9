namespace LambdaSpeed.State;

/// <summary>Something that waits for its time.</summary>
/// <param name="Key">The key of the topology that it belongs to.</param>
/// <param name="Hash">The key's hash.</param>
/// <param name="Time">When it is due, in ticks.</param>
/// <param name="Part">Which of the key's things it is.</param>
/// <param name="Number">Tells apart those with the same part.</param>
internal readonly record struct Due<TKey>(TKey Key, uint Hash, long Time, long Part, int Number = 0);
