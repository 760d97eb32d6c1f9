namespace LambdaSpeed;

/// <summary>What an epoch made of a key that it changed: a put, which gives its value from now on, or a removal.</summary>
/// <remarks>Keys are lost when a slice is dropped: because a batch view has absorbed it, or because its time is over.</remarks>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value as of <paramref name="Epoch"/>; of a key that is gone, what no tuples amount to.</param>
/// <param name="Epoch">The published epoch.</param>
/// <param name="IsRemoval">Is the key gone? A store then deletes it, if it was there.</param>
public readonly record struct ViewChange<TKey, TValue>(TKey Key, TValue Value, EpochId Epoch, bool IsRemoval = false);
