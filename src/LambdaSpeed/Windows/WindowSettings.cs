namespace LambdaSpeed.Windows;

/// <summary>What a windowed aggregation does with time.</summary>
/// <param name="Windows">Which windows.</param>
/// <param name="Lateness">How long after its end a window accepts tuples, in ticks.</param>
/// <param name="Late">What becomes of tuples that come later.</param>
/// <param name="Kept">How long a window is kept after it has become final, in ticks; null for ever.</param>
internal sealed record WindowSettings(Window Windows, long Lateness, LatePolicy Late, long? Kept);
