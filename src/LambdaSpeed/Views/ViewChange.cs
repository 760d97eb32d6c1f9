namespace LambdaSpeed;

/// <summary>The value of a key after an epoch in which it changed.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value as of <paramref name="Epoch"/>.</param>
/// <param name="Epoch">The published epoch.</param>
public readonly record struct ViewChange<TKey, TValue>(TKey Key, TValue Value, EpochId Epoch);
