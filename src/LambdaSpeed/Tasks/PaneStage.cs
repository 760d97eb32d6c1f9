using System.Runtime.CompilerServices;
using LambdaSpeed.State;
using LambdaSpeed.Tasks.Firings;
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
    private readonly PaneFirings<TKey, TValue, TAccumulator, TResult, TAggregator>? _firings; // null without a stream
    private TableSweep<EntryKey<TKey, long>, TAccumulator> _sweep; // of the open slice
    private Pane _pane; // that of the tuple before: most tuples are in the same one

    public PaneStage(
        WindowTask<TKey, T, TElement> task, ViewPartition<EntryKey<TKey, long>, TAccumulator> partition, PaneWindows windows,
        EntryKeyCodec<TKey, long> codec, TAggregator aggregator,
        PaneFirings<TKey, TValue, TAccumulator, TResult, TAggregator>? firings) : base(task, partition, firings)
    {
        _firings = firings;
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
        var paneHash = _codec.EntryHash(hash, _pane.Start);
        WrittenHash = paneHash;
        ref var entry = ref Table.Touch(pane, paneHash);
        var isNew = Unsafe.IsNullRef(ref entry);
        if (isNew)
        {
            if (ReleasedBefore != long.MinValue) _sweep.Accompany(1);
            entry = ref Table.Insert(pane, paneHash, _aggregator.Zero());
        }
        VersionedTable<EntryKey<TKey, long>, TAccumulator>.BeginWrite(ref entry);
        _aggregator.Add(ref entry.Value, value);
        VersionedTable<EntryKey<TKey, long>, TAccumulator>.EndWrite(ref entry);
        if (_firings is not null) _firings.Added(key, hash, _pane, isNew, value);
        return true;
    }

    protected override long EarliestAccepted(long watermark) => _windows.EarliestBehind(watermark - Lateness);

    private int RemovePane(EntryKey<TKey, long> pane, uint hash)
    {
        if (!Table.Remove(pane, hash)) return 0;
        _firings?.Removed(pane);
        return 1;
    }

    protected override void Release() => _sweep.Portion();

    /// <summary>Panes of slices that have ended go with their slice.</summary>
    protected override void OnSliceBegun(VersionedTable<EntryKey<TKey, long>, TAccumulator> former) => _sweep = NewSweep();

    private TableSweep<EntryKey<TKey, long>, TAccumulator> NewSweep() =>
        new(Table, (pane, _) => IsReleased(pane.Part), RemovePane);

    /// <summary>A pane is let go when the last window that it is part of is.</summary>
    private bool IsReleased(long pane) => _windows.PaneOf(_windows.PaneOf(pane).Complete - 1).Complete <= ReleasedBefore;
}
