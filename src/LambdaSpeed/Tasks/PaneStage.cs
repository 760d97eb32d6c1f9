using System.Runtime.CompilerServices;
using LambdaSpeed.State;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Tasks;

/// <summary>Adds each value to the pane of its key and time.</summary>
internal sealed class PaneStage<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator>
    : WindowStage<TKey, T, TElement, TValue, EntryKey<TKey, long>, TAccumulator>
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    private readonly PaneWindows _windows;
    private readonly EntryKeyCodec<TKey, long> _codec;
    private readonly TAggregator _aggregator;
    private TableSweep<EntryKey<TKey, long>, TAccumulator> _sweep; // of the open slice
    private Pane _pane; // that of the tuple before: most tuples are in the same one

    public PaneStage(
        WindowTask<TKey, T, TElement> task, ViewPartition<EntryKey<TKey, long>, TAccumulator> partition, PaneWindows windows,
        EntryKeyCodec<TKey, long> codec, TAggregator aggregator) : base(task, partition)
    {
        _windows = windows;
        _codec = codec;
        _aggregator = aggregator;
        _sweep = NewSweep();
    }

    protected override bool TryAdd(TKey key, uint hash, TValue value, long time, long watermark)
    {
        if (time < _pane.Start || time >= _pane.End) _pane = _windows.PaneOf(time);
        if (_pane.Complete + Lateness <= watermark) return false;

        var pane = new EntryKey<TKey, long>(key, _pane.Start);
        WrittenHash = hash = _codec.EntryHash(hash, _pane.Start);
        ref var entry = ref Table.Touch(pane, hash);
        if (Unsafe.IsNullRef(ref entry))
        {
            if (ReleasedBefore != long.MinValue) _sweep.Accompany(1);
            entry = ref Table.Insert(pane, hash, _aggregator.Zero());
        }
        VersionedTable<EntryKey<TKey, long>, TAccumulator>.BeginWrite(ref entry);
        _aggregator.Add(ref entry.Value, value);
        VersionedTable<EntryKey<TKey, long>, TAccumulator>.EndWrite(ref entry);
        return true;
    }

    protected override long EarliestAccepted(long watermark) => _windows.EarliestBehind(watermark - Lateness);

    protected override void Release() => _sweep.Portion();

    /// <summary>Panes of slices that have ended go with their slice.</summary>
    protected override void OnSliceBegun() => _sweep = NewSweep();

    private TableSweep<EntryKey<TKey, long>, TAccumulator> NewSweep() =>
        new(Table, (pane, _) => IsReleased(pane.Part), (pane, hash) => Table.Remove(pane, hash) ? 1 : 0);

    /// <summary>A pane is let go when the last window that it is part of is.</summary>
    private bool IsReleased(long pane) => _windows.PaneOf(_windows.PaneOf(pane).Complete - 1).Complete <= ReleasedBefore;
}
