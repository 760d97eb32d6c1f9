using System.Diagnostics;

namespace LambdaSpeed.Windows;

/// <summary>A view of windows as of one pinned epoch.</summary>
/// <param name="view">The view.</param>
/// <param name="pinned">What it is made of, as of the epoch; released by whoever has pinned it.</param>
[DebuggerDisplay("{Name} as of {PublishedEpoch}")]
internal sealed class WindowSnapshot<TKey, TTableKey, TAccumulator, TTableResult, TResult>(
    WindowView<TKey, TTableKey, TAccumulator, TTableResult, TResult> view,
    PinnedWindows<TTableKey, TAccumulator> pinned) : IWindowView<TKey, TResult>
    where TKey : notnull
    where TTableKey : notnull
{
    public string Name => view.Name;

    public EpochId PublishedEpoch => pinned.Content.Epoch;

    public DateTimeOffset? Watermark => Streams.Watermark.ToTime(pinned.Watermark);

    public IReadOnlyList<WindowResult<TKey, TResult>> At(TKey key, DateTimeOffset time) => view.At(pinned, key, time);

    public IEnumerable<WindowResult<TKey, TResult>> At(DateTimeOffset time) => view.At(pinned, time);

    public IReadOnlyList<WindowResult<TKey, TResult>> Of(TKey key) => view.Of(pinned, key);

    public IEnumerable<WindowResult<TKey, TResult>> All() => view.All(pinned);
}
