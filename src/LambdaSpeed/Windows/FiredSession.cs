namespace LambdaSpeed.Windows;

/// <summary>A firing of a session that has not been taken back.</summary>
/// <param name="First">The time of its first tuple then, in ticks of UTC.</param>
/// <param name="Last">The time of its last tuple then.</param>
/// <param name="Index">Which firing it was.</param>
/// <param name="Value">What its tuples amounted to; not changed any more.</param>
internal readonly record struct FiredSession<TAccumulator>(long First, long Last, int Index, TAccumulator Value);
