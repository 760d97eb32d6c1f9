using LambdaSpeed.Aggregation;
using LambdaSpeed.State;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Tasks.Firings;

/// <summary>Firings of sessions. What a session has fired is part of its accumulator, in the table of the view: so it stays with it when
/// sessions become one.</summary>
internal sealed class SessionFirings<TKey, TValue, TAccumulator, TResult, TAggregator>(
    StageContext context,
    OutputPort<WindowFiring<TKey, TResult>> output,
    WindowSettings settings,
    FiringPolicy policy,
    SessionWindows windows,
    TAggregator aggregator,
    VersionedTable<TKey, SessionList<FiringSum<TAccumulator>>> table)
    : WindowFirings<TKey, TResult>(context, output, policy, policy.IsWhenFinal ? settings.Lateness : 0),
      ISessionFirings<TKey, FiringSum<TAccumulator>>
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    private readonly Func<TAccumulator, TAccumulator>? _copy = AccumulatorCopy.Of<TAccumulator>(aggregator);

    public void Changed(TKey key, uint hash, SessionList<FiringSum<TAccumulator>> list, int index, bool isNew, bool isLonger)
    {
        var session = list.Sessions[index];
        var sum = session.Value;
        var time = TimeOf(session.Last);
        var wasPast = sum.IsPast;
        if (isLonger) sum.IsPast = false; // its time is before it again
        sum.IsPast |= time <= Now; // else it stays past, be it behind the watermark, as after an end of the input that was none
        if (sum.IsPast)
        {
            if (Policy.IsLate) Fire(key, session, ref sum, FiringKind.Late);
        }
        else
        {
            if (isNew || wasPast) Schedule(time, new(key, hash, 0)); // else the key is scheduled for some time before
            if (sum.Pending >= Policy.EarlyAfter) Fire(key, session, ref sum, FiringKind.Early);
            else if (isNew || wasPast || sum.Pending == 1) NoteChanged(new(key, hash, 0));
        }
        list.Replace(index, 1, session with { Value = sum });
    }

    protected override void FindOpen()
    {
        foreach (ref readonly var entry in table.Entries.AsSpan())
        {
            if (entry.Hash == 0 || entry.Stamp < 0 || FirstOpen(entry.Value.Sessions) is not { } time) continue;
            var key = new DueWindow<TKey>(entry.Key, entry.Hash, 0);
            Schedule(time, key);
            NoteChanged(key);
        }
    }

    protected override void Fire(in DueWindow<TKey> window, FiringKind kind)
    {
        if (!TableReader.TryReadLatest(table, window.Key, window.Hash, out var list, out _)) return; // let go
        if (!Exists(list.Sessions, kind))
        {
            if (kind == FiringKind.OnTime && FirstOpen(list.Sessions) is { } later) Schedule(later, window);
            return;
        }
        ref var entry = ref table.Touch(window.Key, window.Hash);
        list = entry.Value;
        for (var i = 0; i < list.Count; i++)
        {
            var session = list.Sessions[i];
            if (session.Value.IsPast || !IsDue(session, kind)) continue;
            var sum = session.Value;
            Fire(window.Key, session, ref sum, kind);
            list.Replace(i, 1, session with { Value = sum });
        }
        if (kind == FiringKind.OnTime && FirstOpen(list.Sessions) is { } next) Schedule(next, window);
    }

    private void Fire(TKey key, in Session<FiringSum<TAccumulator>> session, ref FiringSum<TAccumulator> sum, FiringKind kind)
    {
        foreach (var former in sum.Fired ?? [])
        {
            Emit(new(key, WindowBounds.TimeOf(former.First), WindowBounds.TimeOf(former.Last), aggregator.Result(former.Value), kind,
                former.Index, IsRetraction: true), former.Last + windows.Gap);
        }
        var isDiscarding = Policy.Mode == FiringMode.Discarding;
        var value = !isDiscarding ? Copy(sum.Value) : sum.HasSince ? Copy(sum.Since) : aggregator.Zero();
        Emit(new(key, WindowBounds.TimeOf(session.First), WindowBounds.TimeOf(session.Last), aggregator.Result(in value), kind, sum.Count,
            IsRetraction: false), session.Last + windows.Gap);
        if (Policy.Mode == FiringMode.Retracting) sum.Fired = [new(session.First, session.Last, sum.Count, value)];
        sum.Count++;
        sum.IsPast |= kind == FiringKind.OnTime;
        sum.Pending = 0;
        sum.HasSince = false;
        sum.Since = default!;
    }

    /// <summary>When the first session is due whose time has not come; null when there is none.</summary>
    private long? FirstOpen(ReadOnlySpan<Session<FiringSum<TAccumulator>>> sessions)
    {
        foreach (ref readonly var session in sessions) // in the order of their ends
        {
            if (!session.Value.IsPast) return TimeOf(session.Last);
        }
        return null;
    }

    private bool Exists(ReadOnlySpan<Session<FiringSum<TAccumulator>>> sessions, FiringKind kind)
    {
        foreach (ref readonly var session in sessions)
        {
            if (!session.Value.IsPast && IsDue(session, kind)) return true;
        }
        return false;
    }

    private bool IsDue(in Session<FiringSum<TAccumulator>> session, FiringKind kind) =>
        kind == FiringKind.Early ? session.Value.Pending > 0 : TimeOf(session.Last) <= Now;

    /// <summary>What the watermark has to reach for a session to fire.</summary>
    private long TimeOf(long last) => windows.Complete(last) + (Policy.IsWhenFinal ? settings.Lateness : 0);

    private TAccumulator Copy(in TAccumulator accumulator) => _copy is null ? accumulator : _copy(accumulator);
}
