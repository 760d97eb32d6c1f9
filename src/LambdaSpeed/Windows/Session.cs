namespace LambdaSpeed.Windows;

/// <summary>One time of activity of a key.</summary>
/// <param name="First">The time of its first tuple, in ticks of UTC.</param>
/// <param name="Last">The time of its last tuple.</param>
/// <param name="Value">What its tuples amount to.</param>
internal readonly record struct Session<T>(long First, long Last, T Value);
