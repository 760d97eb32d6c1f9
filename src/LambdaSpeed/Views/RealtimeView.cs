using System.Diagnostics;
using System.Runtime.CompilerServices;
using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>A realtime view in memory: slices, each with a table for each task, read without locks. Most views have one slice.</summary>
[DebuggerDisplay("{Name}, {Count} keys, {PublishedEpoch}")]
internal sealed partial class RealtimeView<TKey, TAccumulator, TValue>
    : ISnapshotView<TKey, TValue>, IRealtimeView, ISlicedView, IViewTable<TKey, TAccumulator, TValue>
    where TKey : notnull
{
    private readonly ViewDefinition<TKey, TAccumulator, TValue> _definition;
    private readonly EpochPublication _publication;
    private readonly IReadOnlyList<IFollowingStore<TKey, TValue>> _followers;
    private readonly int _keyGroups;
    private readonly int _taskCount;
    private volatile ViewState<TKey, TAccumulator> _state = null!; // what readers see; replaced whole when the run restarts
    private ViewState<TKey, TAccumulator> _prepared = null!;       // that of the newest attempt; written before its tasks run

    public RealtimeView(
        ViewDefinition<TKey, TAccumulator, TValue> definition,
        EpochPublication publication,
        int partitions,
        int keyGroups,
        IReadOnlyList<IFollowingStore<TKey, TValue>> followers)
    {
        _followers = followers;
        _definition = definition;
        _publication = publication;
        _keyGroups = keyGroups;
        _taskCount = partitions;
    }

    public string Name => _definition.Name;

    private string NoKey => $"View '{Name}' has no key that is null: groupings refuse such keys.";

    public EpochId PublishedEpoch => _publication.Published;

    public long Count => _state.Stack.Shown.Sum(slice => slice.Count);

    public long Resident => _state.Stack.Shown.Sum(slice => slice.Resident);

    public long ApproximateBytes => _state.Stack.All.SelectMany(slice => slice.Tables).Sum(table => table.ApproximateBytes);

    public ViewDefinition<TKey, TAccumulator, TValue> Definition => _definition;

    /// <summary>The part that a task of the newest attempt owns.</summary>
    public ViewPartition<TKey, TAccumulator> Partition(int task) => _prepared.Partitions[task];

    public TValue Get(TKey key) => Read(key).Value;

    public bool TryGet(TKey key, out TValue value)
    {
        var reading = Read(key);
        value = reading.Value;
        return reading.Found;
    }

    public ViewReading<TValue> Read(TKey key, ReadLevel level = ReadLevel.Committed)
    {
        if (key is null) throw new ArgumentNullException(nameof(key), NoKey);
        var hash = _definition.EntryHash(key);
        return level switch
        {
            ReadLevel.Committed => ReadCommitted(key, hash),
            ReadLevel.Latest => ReadLatest(key, hash),
            _ => throw NoLevel(level),
        };
    }

    public ValueTask<ViewReading<TValue>> ReadAsync(
        TKey key, ReadLevel level = ReadLevel.Committed, CancellationToken cancellationToken = default)
    {
        if (key is null) throw new ArgumentNullException(nameof(key), NoKey);
        if (level is not (ReadLevel.Committed or ReadLevel.Latest)) throw NoLevel(level);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<ViewReading<TValue>>(cancellationToken);
        if (level == ReadLevel.Committed || _definition.Copy is null) return new(Read(key, level));

        var hash = _definition.EntryHash(key);
        var answer = _state.Partitions[TaskOf(key, hash)].ReadByOwnerAsync(() => ReadOpen(key, hash));
        return new(answer.WaitAsync(cancellationToken));
    }

    public IReadOnlyDictionary<TKey, TValue> GetMany(IEnumerable<TKey> keys)
    {
        using var snapshot = Snapshot();
        return snapshot.GetMany(keys);
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> All()
    {
        using var snapshot = Snapshot();
        foreach (var pair in snapshot.All()) yield return pair;
    }

    public IReadOnlyList<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to, IComparer<TKey>? comparer = null)
    {
        using var snapshot = Snapshot();
        return snapshot.Range(from, to, comparer);
    }

    public IViewSnapshot<TKey, TValue> Snapshot()
    {
        var pin = Pin(out var slices);
        return new ViewSnapshot<TKey, TAccumulator, TValue>(this, slices, pin);
    }

    public object Parts => _state.Stack;

    public ISlicedView? Sliced => Definition.Merge is null || Definition.HoldsHotKeys ? null : this;

    public IViewSnapshot<TKey, TValue> SnapshotAt(EpochPin pin, object parts) =>
        new ViewSnapshot<TKey, TAccumulator, TValue>(this, ((SliceStack<TKey, TAccumulator>)parts).Shown, pin);

    public IViewSnapshot<TKey, TValue>? SliceSnapshot(int? first)
    {
        var pin = PinStack(out var stack);
        var slice = stack.All.FirstOrDefault(slice => slice.Range.First == (first ?? stack.Shown[0].Range.First));
        if (slice is not null) return new ViewSnapshot<TKey, TAccumulator, TValue>(this, [slice], pin);
        pin.Dispose();
        return null;
    }

    public EpochPin Pin(out ViewSlice<TKey, TAccumulator>[] slices)
    {
        var pin = PinStack(out var stack);
        slices = stack.Shown;
        return pin;
    }

    /// <summary>Pins the published epoch in slices that hold it: those that a restart brings hold no earlier one than the epoch published
    /// then.</summary>
    private EpochPin PinStack(out SliceStack<TKey, TAccumulator> stack)
    {
        while (true)
        {
            stack = _state.Stack;
            var pin = new EpochPin(_publication);
            if (stack == _state.Stack) return pin;
            pin.Dispose();
        }
    }

    public IEnumerable<IViewFollower> Follow(FollowingSettings settings, CancellationToken cancellationToken) =>
        [.. _followers.Select(store => store.Follow(this, _publication, settings, cancellationToken))];

    public async IAsyncEnumerable<ViewChange<TKey, TValue>> ChangesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_definition.HoldsHotKeys) throw new NotSupportedException(
            $"View '{Name}' was described by HoldHotKeys, and changes are told of views alone that are in memory as a whole. " +
            "Remedy: describe it without that, or read a snapshot now and then.");
        using var feed = new WholeFeed<TKey, TAccumulator, TValue>(this, _publication);
        do
        {
            foreach (var change in feed.Collect())
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return change;
            }
        }
        while (await feed.WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    private static ArgumentOutOfRangeException NoLevel(ReadLevel level) =>
        new(nameof(level), level, $"There is no such {nameof(ReadLevel)}. Remedy: choose one of its members.");

    private ViewReading<TValue> ReadCommitted(TKey key, uint hash)
    {
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var epoch = _publication.Published;
            var slices = _state.Stack.Shown; // after the epoch: a restarted run's tables begin at a published one
            var found = TryReadAccumulator(slices, key, hash, epoch, out var accumulator);
            Volatile.ReadBarrier();
            var isOfNow = _publication.Published == epoch && (slices[0].Section.Stored is null || IsShown(slices));
            if (isOfNow) return Reading(found, accumulator, epoch, isCommitted: true);
        }
        using var pin = Pin(out var pinned); // epochs are being published faster than this thread reads
        var foundAtPin = TryReadAccumulator(pinned, key, hash, pin.Epoch, out var asOfPin);
        ThrowIfReplaced(pinned);
        return Reading(foundAtPin, asOfPin, pin.Epoch, isCommitted: true);
    }

    private ViewReading<TValue> ReadLatest(TKey key, uint hash)
    {
        if (_definition.Copy is null) return ReadOpen(key, hash);
        if (TopologyThread.IsCurrent) throw new InvalidOperationException(
            $"A Latest read of view '{Name}' waits for the task that owns it and so is not allowed inside a topology. " +
            "Use a Committed read, or ReadAsync in an async bolt.");
        return _state.Partitions[TaskOf(key, hash)].ReadByOwner(() => ReadOpen(key, hash));
    }

    /// <summary>The newest slice first: when it is empty, the one before may still be written to; when it is not, that is
    /// complete.</summary>
    private ViewReading<TValue> ReadOpen(TKey key, uint hash)
    {
        var (slices, task) = (_state.Stack.Shown, TaskOf(key, hash));
        var sum = new SliceSum<TKey, TAccumulator, TValue>(_definition);
        var changedIn = 0L;
        for (var i = slices.Length - 1; i >= 0; i--)
        {
            if (!slices[i].TryReadLatest(task, key, hash, out var part, out var epoch)) continue;
            sum.Add(part);
            changedIn = Math.Max(changedIn, epoch);
        }
        var published = _publication.Published;
        var newest = sum.IsEmpty || changedIn == 0 ? published : new EpochId(changedIn);
        return Reading(!sum.IsEmpty, sum.Value, newest, newest <= published);
    }

    private ViewReading<TValue> Reading(bool found, TAccumulator accumulator, EpochId epoch, bool isCommitted) =>
        new(_definition.Result(found ? accumulator : _definition.Zero()), found, epoch, isCommitted);
}
