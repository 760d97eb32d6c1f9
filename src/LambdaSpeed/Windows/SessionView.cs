using LambdaSpeed.Views;

namespace LambdaSpeed.Windows;

/// <summary>A view of sessions: for each key the list of its sessions.</summary>
internal sealed class SessionView<TKey, TAccumulator, TResult>(
    RealtimeView<TKey, SessionList<TAccumulator>, IReadOnlyList<Session<TResult>>> table, int tasks, SessionWindows windows,
    WindowSettings settings)
    : WindowView<TKey, TKey, SessionList<TAccumulator>, IReadOnlyList<Session<TResult>>, TResult>(table, tasks, settings)
    where TKey : notnull
{
    /// <summary>A late tuple may join sessions from before a cut, so there are no cuts.</summary>
    public override ISlicedView? Sliced => null;

    public override IReadOnlyList<WindowResult<TKey, TResult>> At(TKey key, DateTimeOffset time) =>
        [.. Of(key).Where(session => session.Start <= time && time <= session.End)];

    public override IReadOnlyList<WindowResult<TKey, TResult>> Of(TKey key)
    {
        using var pin = Pin();
        return pin.Content.TryGet(key, out var sessions) ? [.. Results(key, sessions, pin.Watermark, pin.ReleasedBefore)] : [];
    }

    public override IEnumerable<WindowResult<TKey, TResult>> All()
    {
        using var pin = Pin();
        foreach (var (key, sessions) in pin.Content.All())
        {
            foreach (var session in Results(key, sessions, pin.Watermark, pin.ReleasedBefore)) yield return session;
        }
    }

    private IEnumerable<WindowResult<TKey, TResult>> Results(
        TKey key, IReadOnlyList<Session<TResult>> sessions, long watermark, long releasedBefore)
    {
        foreach (var session in sessions)
        {
            var complete = windows.Complete(session.Last);
            if (complete <= releasedBefore) continue;
            yield return Result(key, session.First, session.Last, session.Value, complete + Lateness <= watermark);
        }
    }
}
