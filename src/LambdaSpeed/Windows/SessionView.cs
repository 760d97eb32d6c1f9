using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>A view of sessions: for each key the list of its sessions.</summary>
internal sealed class SessionView<TKey, TAccumulator, TResult>(
    RealtimeView<TKey, SessionList<TAccumulator>, IReadOnlyList<Session<TResult>>> table, int tasks, SessionWindows windows,
    WindowSettings settings)
    : WindowView<TKey, TKey, SessionList<TAccumulator>, IReadOnlyList<Session<TResult>>, TResult>(table, tasks, settings)
    where TKey : notnull
{
    public override IReadOnlyList<WindowResult<TKey, TResult>> At(
        PinnedWindows<TKey, SessionList<TAccumulator>> pin, TKey key, DateTimeOffset time) =>
        [.. Of(pin, key).Where(session => session.Start <= time && time <= session.End)];

    public override IEnumerable<WindowResult<TKey, TResult>> At(
        PinnedWindows<TKey, SessionList<TAccumulator>> pin, DateTimeOffset time) =>
        All(pin).Where(session => session.Start <= time && time <= session.End);

    public override IReadOnlyList<WindowResult<TKey, TResult>> Of(
        PinnedWindows<TKey, SessionList<TAccumulator>> pin, TKey key)
    {
        return pin.Content.TryReadAccumulator(key, out var list) ? [.. Results(key, list, pin.Watermark, pin.ReleasedBefore)] : [];
    }

    public override IEnumerable<WindowResult<TKey, TResult>> All(
        PinnedWindows<TKey, SessionList<TAccumulator>> pin)
    {
        foreach (var (key, list) in pin.Content.Accumulators())
        {
            foreach (var session in Results(key, list, pin.Watermark, pin.ReleasedBefore)) yield return session;
        }
    }

    private IEnumerable<WindowResult<TKey, TResult>> Results(
        TKey key, SessionList<TAccumulator> list, long watermark, long releasedBefore)
    {
        foreach (var session in Table.Definition.Result(list))
        {
            var complete = windows.Complete(session.Last);
            if (complete <= releasedBefore) continue;
            var isFinal = watermark == Streams.Watermark.Final || complete + Lateness <= watermark;
            yield return Result(key, session.First, session.Last, session.Value, isFinal);
        }
    }
}
