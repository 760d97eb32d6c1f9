namespace LambdaSpeed;

/// <summary>One read of one key, with what is known about it.</summary>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="Value">The value; for a key that was not found, what no tuples amount to.</param>
/// <param name="Found">Has the key had any tuple?</param>
/// <param name="Epoch">The epoch the value stands for: the published one, or for <see cref="ReadLevel.Latest"/> that of the last
/// change.</param>
/// <param name="IsCommitted">Does the value belong to a published epoch, so that it will not be taken back?</param>
public readonly record struct ViewReading<TValue>(TValue Value, bool Found, EpochId Epoch, bool IsCommitted);
