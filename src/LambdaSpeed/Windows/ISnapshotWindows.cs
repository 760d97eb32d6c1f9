using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>A view of windows that can be read at an epoch which somebody else has pinned.</summary>
internal interface ISnapshotWindows<TKey, TResult> : IWindowView<TKey, TResult>
    where TKey : notnull
{
    /// <param name="pin">The epoch.</param>
    /// <param name="parts">The view's parts at the time when it was pinned.</param>
    IWindowView<TKey, TResult> SnapshotAt(EpochPin pin, object parts);
}
