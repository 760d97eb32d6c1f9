using System.Runtime.CompilerServices;
using LambdaSpeed.State;
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
    private readonly TableSweep<TKey, SessionList<TAccumulator>> _sweep; // for keys that get no tuples any more

    public SessionStage(
        WindowTask<TKey, T, TElement> task, ViewPartition<TKey, SessionList<TAccumulator>> partition, SessionWindows windows,
        SessionAggregator<TValue, TAccumulator, TResult, TAggregator> aggregator) : base(task, partition)
    {
        _windows = windows;
        _aggregator = aggregator;
        _sweep = new(Table, (_, list) => IsReleased(list.Sessions[^1]), (key, hash) => Table.Remove(key, hash) ? 1 : 0);
    }

    protected override bool TryAdd(TKey key, uint hash, TValue value, long time, long watermark)
    {
        var horizon = EarliestAccepted(watermark); // sessions that ended before are final
        WrittenHash = hash;
        ref var entry = ref Table.Touch(key, hash);
        var isNew = Unsafe.IsNullRef(ref entry);
        if (time < horizon && (isNew || entry.Value.FindTouched(time, time, _windows.Gap, horizon).Count == 0)) return false;

        if (isNew)
        {
            if (ReleasedBefore != long.MinValue) _sweep.Accompany(1);
            entry = ref Table.Insert(key, hash, _aggregator.Zero());
        }
        VersionedTable<TKey, SessionList<TAccumulator>>.BeginWrite(ref entry);
        _aggregator.Add(entry.Value, time, value, horizon);
        ReleaseFirst(entry.Value);
        VersionedTable<TKey, SessionList<TAccumulator>>.EndWrite(ref entry);
        return true;
    }

    protected override long EarliestAccepted(long watermark) => watermark - Lateness - _windows.Gap;

    protected override void Release() => _sweep.Portion();

    private bool IsReleased(in Session<TAccumulator> session) => _windows.Complete(session.Last) <= ReleasedBefore;

    private void ReleaseFirst(SessionList<TAccumulator> list)
    {
        var count = 0;
        while (count < list.Count - 1 && IsReleased(list.Sessions[count])) count++;
        if (count > 0) list.DropFirst(count);
    }
}
