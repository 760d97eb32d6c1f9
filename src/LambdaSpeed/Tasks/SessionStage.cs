using System.Runtime.CompilerServices;
using LambdaSpeed.State;
using LambdaSpeed.Tasks.Firings;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Tasks;

/// <summary>Adds each value to the session of its key that it belongs to, or begins one.</summary>
internal sealed class SessionStage<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator>
    : WindowStage<TKey, T, TElement, TValue, TKey, SessionList<TAccumulator>>
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    private readonly SessionWindows _windows;
    private readonly SessionAggregator<TValue, TAccumulator, TResult, TAggregator> _aggregator;
    private readonly ISessionFirings<TKey, TAccumulator>? _firings; // null without a stream
    private TableSweep<TKey, SessionList<TAccumulator>> _sweep; // of the open slice, for keys that get no tuples any more

    public SessionStage(
        WindowTask<TKey, T, TElement> task, ViewPartition<TKey, SessionList<TAccumulator>> partition, SessionWindows windows,
        SessionAggregator<TValue, TAccumulator, TResult, TAggregator> aggregator,
        ISessionFirings<TKey, TAccumulator>? firings) : base(task, partition, firings)
    {
        _firings = firings;
        _windows = windows;
        _aggregator = aggregator;
        _sweep = NewSweep();
    }

    /// <summary>Has the sessions of the slice before go on in the open one, as far as they are open and have not gone on already. That is
    /// so after a start from the epoch of a cut: what goes on is saved with the epoch behind it.</summary>
    /// <remarks>With their bounds, since whether a late tuple is taken depends on what was there, and with where they go on from, since
    /// what is final by now must never become part of a session again, however near. Without their value: each tuple counts in the slice
    /// in which it came.</remarks>
    public void Continue(VersionedTable<TKey, SessionList<TAccumulator>> former)
    {
        var horizon = EarliestAccepted(Now);
        foreach (ref readonly var entry in former.Entries.AsSpan())
        {
            if (entry.Hash == 0 || entry.Stamp < 0) continue;
            foreach (ref readonly var session in entry.Value.Sessions)
            {
                if (session.Last >= horizon) Continue(entry.Key, entry.Hash, session);
            }
        }
    }

    protected override bool TryAdd(TKey key, uint hash, TValue value, long time, long watermark)
    {
        var horizon = EarliestAccepted(watermark); // sessions that ended before are final
        WrittenHash = hash;
        if (time < horizon && !IsTouched(key, hash, time, horizon)) return false; // before it is touched: that would copy the list

        ref var entry = ref Table.Touch(key, hash);
        if (Unsafe.IsNullRef(ref entry))
        {
            if (ReleasedBefore != long.MinValue) _sweep.Accompany(1);
            entry = ref Table.Insert(key, hash, _aggregator.Zero());
        }
        VersionedTable<TKey, SessionList<TAccumulator>>.BeginWrite(ref entry);
        var (index, isNew, isLonger) = _aggregator.Add(entry.Value, time, value, horizon);
        if (_firings is not null) _firings.Changed(key, hash, entry.Value, index, isNew, isLonger);
        ReleaseFirst(entry.Value);
        VersionedTable<TKey, SessionList<TAccumulator>>.EndWrite(ref entry);
        return true;
    }

    private bool IsTouched(TKey key, uint hash, long time, long horizon) =>
        TableReader.TryReadLatest(Table, key, hash, out var list, out _) && list.FindTouched(time, time, _windows.Gap, horizon).Count > 0;

    protected override long EarliestAccepted(long watermark) => watermark - Lateness - _windows.Gap;

    protected override void Release() => _sweep.Portion();

    protected override void OnSliceBegun(VersionedTable<TKey, SessionList<TAccumulator>> former)
    {
        _sweep = NewSweep();
        Continue(former);
    }

    private TableSweep<TKey, SessionList<TAccumulator>> NewSweep() =>
        new(Table, (_, list) => IsReleased(list.Sessions[^1]), (key, hash) => Table.Remove(key, hash) ? 1 : 0);

    private void Continue(TKey key, uint hash, in Session<TAccumulator> session)
    {
        if (TableReader.TryReadLatest(Table, key, hash, out var list, out _) && list.GoesOn(session.Bounds)) return; // after a restart
        WrittenHash = hash;
        ref var entry = ref Table.Touch(key, hash);
        if (Unsafe.IsNullRef(ref entry)) entry = ref Table.Insert(key, hash, _aggregator.Zero());
        VersionedTable<TKey, SessionList<TAccumulator>>.BeginWrite(ref entry);
        entry.Value = entry.Value.With(session.ToShadow());
        VersionedTable<TKey, SessionList<TAccumulator>>.EndWrite(ref entry);
    }

    private bool IsReleased(in Session<TAccumulator> session) => _windows.Complete(session.Last) <= ReleasedBefore;

    private void ReleaseFirst(SessionList<TAccumulator> list)
    {
        var count = 0;
        while (count < list.Count - 1 && IsReleased(list.Sessions[count])) count++;
        if (count > 0) list.DropFirst(count);
    }
}
