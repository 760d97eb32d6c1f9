using LambdaSpeed.Aggregation;
using LambdaSpeed.State;
using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>A view of windows that are put together of panes when they are read.</summary>
/// <param name="table">The panes.</param>
/// <param name="tasks">How many tasks write them.</param>
/// <param name="windows">Which windows.</param>
/// <param name="settings">What they do with time.</param>
/// <param name="merge">Adds the accumulator of a pane to that of a window.</param>
internal sealed class PaneView<TKey, TAccumulator, TResult>(
    RealtimeView<EntryKey<TKey, long>, TAccumulator, TResult> table, int tasks, PaneWindows windows, WindowSettings settings,
    MergeInto<TAccumulator> merge)
    : WindowView<TKey, EntryKey<TKey, long>, TAccumulator, TResult, TResult>(table, tasks, settings)
    where TKey : notnull
{
    public override IReadOnlyList<WindowResult<TKey, TResult>> At(
        PinnedWindows<EntryKey<TKey, long>, TAccumulator> pin, TKey key, DateTimeOffset time)
    {
        if (key is null) throw new ArgumentNullException(nameof(key));
        var candidates = windows.WindowsAt(time.UtcTicks).ToList();
        var starts = windows.PanesOf(new(candidates[0].Start, candidates[^1].End));
        if (starts is null) return [.. Composed(pin, key).Where(window => window.Start <= time && time < window.End)];

        var panes = new List<(long Start, TAccumulator Value)>();
        foreach (var start in starts)
        {
            if (pin.Content.TryReadAccumulator(new(key, start), out var accumulator)) panes.Add((start, accumulator));
        }
        return [.. Compose(key, panes, candidates, pin.Watermark, pin.ReleasedBefore)];
    }

    public override IReadOnlyList<WindowResult<TKey, TResult>> Of(PinnedWindows<EntryKey<TKey, long>, TAccumulator> pin, TKey key)
    {
        if (key is null) throw new ArgumentNullException(nameof(key));
        return [.. Composed(pin, key)];
    }

    public override IEnumerable<WindowResult<TKey, TResult>> All(PinnedWindows<EntryKey<TKey, long>, TAccumulator> pin)
    {
        if (windows.AreDisjoint)
        {
            foreach (var (pane, accumulator) in pin.Content.Accumulators())
            {
                var bounds = windows.PaneOf(pane.Part);
                if (bounds.Complete <= pin.ReleasedBefore) continue;
                var isFinal = IsFinal(bounds.Complete, pin.Watermark);
                yield return Result(pane.Key, bounds.Start, bounds.End, Table.Definition.Result(accumulator), isFinal);
            }
            yield break;
        }
        foreach (var (key, panes) in ByKey(pin, long.MinValue, long.MaxValue))
        {
            foreach (var window in Compose(key, panes, WindowsOf(panes), pin.Watermark, pin.ReleasedBefore)) yield return window;
        }
    }

    public override IEnumerable<WindowResult<TKey, TResult>> At(
        PinnedWindows<EntryKey<TKey, long>, TAccumulator> pin, DateTimeOffset time)
    {
        var candidates = windows.WindowsAt(time.UtcTicks).ToList();
        var span = new WindowBounds(candidates[0].Start, candidates[^1].End);
        if (windows.PanesOf(span) is null) return All(pin).Where(window => window.Start <= time && time < window.End);

        return ByKey(pin, span.Start, span.End).SelectMany(entry =>
        {
            entry.Value.Sort(static (left, right) => left.Start.CompareTo(right.Start));
            return Compose(entry.Key, entry.Value, candidates, pin.Watermark, pin.ReleasedBefore);
        });
    }

    /// <summary>The panes that start within some time, in no order.</summary>
    private static Dictionary<TKey, List<(long Start, TAccumulator Value)>> ByKey(
        PinnedWindows<EntryKey<TKey, long>, TAccumulator> pin, long start, long end)
    {
        var byKey = new Dictionary<TKey, List<(long Start, TAccumulator Value)>>();
        foreach (var (pane, accumulator) in pin.Content.Accumulators())
        {
            if (pane.Part < start || pane.Part >= end) continue;
            if (!byKey.TryGetValue(pane.Key, out var panes)) byKey.Add(pane.Key, panes = []);
            panes.Add((pane.Part, accumulator));
        }
        return byKey;
    }

    private IEnumerable<WindowResult<TKey, TResult>> Composed(
        PinnedWindows<EntryKey<TKey, long>, TAccumulator> pin, TKey key)
    {
        var panes = pin.Content.Accumulators()
            .Where(pane => KeyEquality.Equal(pane.Key.Key, key))
            .Select(pane => (pane.Key.Part, pane.Value)).ToList();
        return Compose(key, panes, WindowsOf(panes), pin.Watermark, pin.ReleasedBefore);
    }

    /// <summary>The windows that hold any of some panes, in order; puts the panes in order.</summary>
    private IEnumerable<WindowBounds> WindowsOf(List<(long Start, TAccumulator Value)> panes)
    {
        panes.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        var done = long.MinValue; // the start of the window given last
        foreach (var (start, _) in panes)
        {
            foreach (var window in windows.WindowsOf(windows.PaneOf(start)))
            {
                if (window.Start <= done) continue;
                done = window.Start;
                yield return window;
            }
        }
    }

    /// <summary>Puts windows of one key together; both they and the panes are in order once the first window is asked for.</summary>
    private IEnumerable<WindowResult<TKey, TResult>> Compose(
        TKey key, List<(long Start, TAccumulator Value)> panes, IEnumerable<WindowBounds> bounds, long watermark,
        long releasedBefore)
    {
        var (first, end) = (0, 0);
        PaneSums<TAccumulator>? sums = null;
        foreach (var window in bounds)
        {
            sums ??= new([.. panes.Select(pane => pane.Value)], Table.Definition.Zero, merge);
            while (first < panes.Count && panes[first].Start < window.Start) first++;
            while (end < panes.Count && panes[end].Start < window.End) end++;
            if (first >= end) continue;
            var complete = windows.PaneOf(window.End - 1).Complete;
            if (complete <= releasedBefore) continue; // some of its panes may be gone
            var isFinal = IsFinal(complete, watermark);
            yield return Result(key, window.Start, window.End, Table.Definition.Result(sums.Of(first, end)), isFinal);
        }
    }

    private bool IsFinal(long complete, long watermark) => watermark == Streams.Watermark.Final || complete + Lateness <= watermark;
}
