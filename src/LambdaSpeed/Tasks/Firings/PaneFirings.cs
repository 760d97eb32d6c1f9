using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LambdaSpeed.Aggregation;
using LambdaSpeed.State;
using LambdaSpeed.Streams;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Tasks.Firings;

/// <summary>Firings of windows that are made of panes. There is an entry for each window that holds a tuple: what it has fired.</summary>
internal sealed class PaneFirings<TKey, TValue, TAccumulator, TResult, TAggregator>(
    StageContext context,
    OutputPort<WindowFiring<TKey, TResult>> output,
    WindowSettings settings,
    FiringPolicy policy,
    PaneWindows windows,
    EntryKeyCodec<TKey, long> codec,
    TAggregator aggregator,
    VersionedTable<EntryKey<TKey, long>, TAccumulator> panes,
    VersionedTable<EntryKey<TKey, long>, FiredWindow<TAccumulator>> fired)
    : WindowFirings<TKey, TResult>(context, output, policy, policy.IsWhenFinal ? windows.Overlap + settings.Lateness : 0)
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    private readonly KeyPanes<TKey>? _panesOf = windows.AreDisjoint ? null : new();
    private readonly Func<TAccumulator, TAccumulator>? _copy = AccumulatorCopy.Of<TAccumulator>(aggregator);
    private readonly bool _seesChanges = policy.IsEarly || policy.IsLate; // else a tuple matters only when its windows are new
    private readonly bool _isDiscarding = policy.Mode == FiringMode.Discarding;
    private readonly List<WindowBounds> _windows = []; // those over the pane at hand
    private long _latestPast; // the latest time of a window that had come at the start: behind the watermark, after an end of the input
    private Pane _pane;    // the pane at hand, whose windows are where they are whatever happens
    private uint _written; // the hash of the entry that is being written
    private TableSweep<EntryKey<TKey, long>, FiredWindow<TAccumulator>>? _sweep; // once windows are let go

    /// <summary>A value was added to a pane.</summary>
    public void Added(TKey key, uint hash, in Pane pane, bool isNew, TValue value)
    {
        if (isNew) AddPane(key, hash, pane);
        if (!_seesChanges) return;
        FindWindows(key, pane);
        foreach (ref readonly var window in CollectionsMarshal.AsSpan(_windows)) Change(key, hash, window, value);
    }

    /// <summary>A pane was let go.</summary>
    public void Removed(in EntryKey<TKey, long> pane) => _panesOf?.Remove(pane.Key, pane.Part);

    public override void Seal(EpochId next, EpochId oldestNeeded) => fired.Seal(next, oldestNeeded);

    public override void EndInterruptedWrite() => fired.EndInterruptedWrite(_written);

    protected override void Release()
    {
        _sweep ??= new(
            fired, (window, _) => IsReleased(windows.WindowFrom(window.Part)), (window, hash) => fired.Remove(window, hash) ? 1 : 0);
        _sweep.Portion();
    }

    protected override void FindOpen()
    {
        var isFirst = fired.Count == 0; // windows without a stream so far: those that are still to come are fired
        foreach (ref readonly var entry in panes.Entries.AsSpan())
        {
            if (entry.Hash == 0 || entry.Stamp < 0) continue;
            var pane = windows.PaneOf(entry.Key.Part);
            if (isFirst) AddPane(entry.Key.Key, codec.OwnerHash(entry.Key), pane);
            else _panesOf?.Add(entry.Key.Key, pane.Start);
        }
        if (isFirst) return;
        foreach (ref readonly var entry in fired.Entries.AsSpan())
        {
            if (entry.Hash == 0 || entry.Stamp < 0) continue;
            var window = new DueWindow<TKey>(entry.Key.Key, codec.OwnerHash(entry.Key), entry.Key.Part);
            var time = TimeOf(windows.WindowFrom(window.Start));
            if (entry.Value.IsPast) _latestPast = Math.Max(_latestPast, time);
            else Schedule(time, window);
            if (!entry.Value.IsPast && entry.Value.Pending > 0) NoteChanged(window);
        }
    }

    protected override void Fire(in DueWindow<TKey> window, FiringKind kind)
    {
        ref var entry = ref Touch(window.Key, window.Hash, window.Start);
        if (Unsafe.IsNullRef(ref entry) || entry.Value.IsPast) return; // let go, or its time has come meanwhile
        if (kind == FiringKind.Early && entry.Value.Pending == 0) return;
        Fire(window.Key, windows.WindowFrom(window.Start), ref entry, kind);
    }

    private void AddPane(TKey key, uint hash, in Pane pane)
    {
        _panesOf?.Add(key, pane.Start);
        if (_sweep is not null) _sweep.Accompany(1);
        foreach (var window in windows.WindowsOf(pane))
        {
            if (IsReleased(window) || !Unsafe.IsNullRef(ref Touch(key, hash, window.Start))) continue;
            var time = TimeOf(window);
            fired.Insert(new(key, window.Start), _written, new() { IsPast = time <= Now });
            if (time > Now) Schedule(time, new(key, hash, window.Start));
        }
    }

    /// <summary>The windows that hold a pane.</summary>
    private void FindWindows(TKey key, in Pane pane)
    {
        if (windows.Reach > 0)
        {
            _windows.Clear();
            foreach (var start in _panesOf!.Between(key, pane.Start, pane.Start + windows.Reach))
            {
                _windows.AddRange(windows.WindowsOf(windows.PaneOf(start)));
            }
        }
        else if (_pane != pane)
        {
            _pane = pane;
            _windows.Clear();
            _windows.AddRange(windows.WindowsOf(pane));
        }
    }

    private void Change(TKey key, uint hash, in WindowBounds window, TValue value)
    {
        if (!Policy.IsEarly && TimeOf(window) > Math.Max(Now, _latestPast)) return; // nothing fired, nothing to be fired with this tuple
        ref var entry = ref Touch(key, hash, window.Start);
        if (Unsafe.IsNullRef(ref entry)) return; // let go
        if (entry.Value.IsPast && !Policy.IsLate) return;

        VersionedTable<EntryKey<TKey, long>, FiredWindow<TAccumulator>>.BeginWrite(ref entry);
        if (Policy.IsEarly) entry.Value.Pending++;
        if (_isDiscarding && entry.Value.Count > 0)
        {
            if (!entry.Value.HasSum) entry.Value.Sum = aggregator.Zero();
            entry.Value.HasSum = true;
            aggregator.Add(ref entry.Value.Sum, value);
        }
        VersionedTable<EntryKey<TKey, long>, FiredWindow<TAccumulator>>.EndWrite(ref entry);
        if (entry.Value.IsPast) Fire(key, window, ref entry, FiringKind.Late);
        else if (entry.Value.Pending >= Policy.EarlyAfter) Fire(key, window, ref entry, FiringKind.Early);
        else if (entry.Value.Pending == 1) NoteChanged(new(key, hash, window.Start));
    }

    private void Fire(
        TKey key, in WindowBounds window, ref TableEntry<EntryKey<TKey, long>, FiredWindow<TAccumulator>> entry, FiringKind kind)
    {
        var former = entry.Value;
        var isRest = _isDiscarding && former.Count > 0;
        var sum = !isRest ? Whole(key, window) : former.HasSum ? Copy(former.Sum) : aggregator.Zero();
        var isRetracting = Policy.Mode == FiringMode.Retracting;
        if (isRetracting && former.HasSum) Emit(key, window, former.Sum, kind, former.Count - 1, isRetraction: true);
        Emit(key, window, sum, kind, former.Count, isRetraction: false);

        VersionedTable<EntryKey<TKey, long>, FiredWindow<TAccumulator>>.BeginWrite(ref entry);
        entry.Value = new()
        {
            Count = former.Count + 1,
            IsPast = former.IsPast || kind == FiringKind.OnTime,
            HasSum = isRetracting,
            Sum = isRetracting ? sum : default!,
        };
        VersionedTable<EntryKey<TKey, long>, FiredWindow<TAccumulator>>.EndWrite(ref entry);
    }

    private void Emit(TKey key, in WindowBounds window, in TAccumulator sum, FiringKind kind, int index, bool isRetraction)
    {
        var (start, end) = (WindowBounds.TimeOf(window.Start), WindowBounds.TimeOf(window.End));
        Emit(new(key, start, end, aggregator.Result(in sum), kind, index, isRetraction), window.End - 1);
    }

    /// <summary>What the window amounts to now, in an accumulator of its own.</summary>
    private TAccumulator Whole(TKey key, in WindowBounds window)
    {
        if (_panesOf is null) return Read(key, window.Start, out var pane) ? Copy(pane) : aggregator.Zero();

        var sum = aggregator.Zero();
        foreach (var start in _panesOf.Between(key, window.Start, window.End))
        {
            if (Read(key, start, out var part)) aggregator.Merge(ref sum, in part);
        }
        return sum;
    }

    private bool Read(TKey key, long start, out TAccumulator accumulator)
    {
        var pane = new EntryKey<TKey, long>(key, start);
        return TableReader.TryReadLatest(panes, pane, codec.EntryHash(pane), out accumulator, out _);
    }

    private TAccumulator Copy(in TAccumulator accumulator) => _copy is null ? accumulator : _copy(accumulator);

    private ref TableEntry<EntryKey<TKey, long>, FiredWindow<TAccumulator>> Touch(TKey key, uint hash, long start)
    {
        _written = codec.EntryHash(hash, start);
        return ref fired.Touch(new(key, start), _written);
    }

    /// <summary>What the watermark has to reach for the window to fire. One without an end ends with the input.</summary>
    private long TimeOf(in WindowBounds window) =>
        Math.Min(Watermark.Final, Policy.IsWhenFinal ? CompleteOf(window) + settings.Lateness : window.End);

    private long CompleteOf(in WindowBounds window) => windows.AreDisjoint ? window.End : windows.PaneOf(window.End - 1).Complete;

    private bool IsReleased(in WindowBounds window) => ReleasedBefore != long.MinValue && CompleteOf(window) <= ReleasedBefore;
}
