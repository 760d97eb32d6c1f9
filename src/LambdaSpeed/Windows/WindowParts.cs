using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>What readers of a view of windows see, of one attempt of the run, until a slice begins or goes.</summary>
/// <param name="Slices">What windows are made of.</param>
/// <param name="Times">How far event time has come.</param>
internal sealed record WindowParts<TKey, TAccumulator>(SliceStack<TKey, TAccumulator> Slices, WindowTimes Times)
    where TKey : notnull;
