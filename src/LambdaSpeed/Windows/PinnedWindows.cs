using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>What windows are made of, as of one published epoch that is held readable.</summary>
/// <param name="Content">What they are made of.</param>
/// <param name="Watermark">How far event time had come in all tasks.</param>
/// <param name="ReleasedBefore">Windows that were final before may have lost some of what they are made of.</param>
internal readonly record struct PinnedWindows<TKey, TAccumulator>(
    IAccumulators<TKey, TAccumulator> Content, long Watermark, long ReleasedBefore) : IDisposable
    where TKey : notnull
{
    public void Dispose() => Content.Dispose();
}
