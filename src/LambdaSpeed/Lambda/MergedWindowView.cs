using LambdaSpeed.Windows;

namespace LambdaSpeed.Lambda;

/// <summary>A merged view of what windows are made of, read as windows.</summary>
internal sealed class MergedWindowView<TKey, TTableKey, TAccumulator, TTableResult, TResult>(
    WindowView<TKey, TTableKey, TAccumulator, TTableResult, TResult> view, MergedView<TTableKey, TAccumulator, TTableResult> merged)
    : MergedWindows<TKey, TResult>
    where TKey : notnull
    where TTableKey : notnull
{
    public override string Name => view.Name;

    public override EpochId PublishedEpoch => view.PublishedEpoch;

    public override DateTimeOffset? Watermark => view.Watermark;

    public override Cut? Cut => merged.Cut;

    public override AccuracyReport? Accuracy => merged.Accuracy;

    public override IReadOnlyList<WindowResult<TKey, TResult>> At(TKey key, DateTimeOffset time)
    {
        using var pin = view.Pin(merged.Snapshot);
        return view.At(pin, key, time);
    }

    public override IEnumerable<WindowResult<TKey, TResult>> At(DateTimeOffset time)
    {
        using var pin = view.Pin(merged.Snapshot);
        foreach (var window in view.At(pin, time)) yield return window;
    }

    public override IReadOnlyList<WindowResult<TKey, TResult>> Of(TKey key)
    {
        using var pin = view.Pin(merged.Snapshot);
        return view.Of(pin, key);
    }

    public override IEnumerable<WindowResult<TKey, TResult>> All()
    {
        using var pin = view.Pin(merged.Snapshot);
        foreach (var window in view.All(pin)) yield return window;
    }

    public override Task RollBackAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return merged.PublishFileAsync(path, mayGoBack: true, cancellationToken);
    }

    public override Task WithdrawAsync(CancellationToken cancellationToken = default) => merged.WithdrawAsync(cancellationToken);

    internal override TAnswer Accept<TAnswer>(IMergedTableVisitor<TAnswer> visitor) => visitor.Visit(merged);
}
