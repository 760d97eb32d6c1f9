using System.Diagnostics;
using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs;
using LambdaSpeed.State;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Views;

/// <summary>A realtime view in memory: one partition for each task, read without locks.</summary>
[DebuggerDisplay("{Name}, {Count} keys, {PublishedEpoch}")]
internal sealed class RealtimeView<TKey, TAccumulator, TValue> : ISnapshotView<TKey, TValue>, IRealtimeView
    where TKey : notnull
{
    private readonly ViewDefinition<TKey, TAccumulator, TValue> _definition;
    private readonly EpochPublication _publication;
    private readonly IReadOnlyList<IViewStore<TKey, TValue>> _followers;
    private readonly int _keyGroups;
    private readonly int _taskCount;
    private volatile ViewPartition<TKey, TAccumulator>[] _partitions = []; // what readers see; replaced whole when the run restarts
    private ViewPartition<TKey, TAccumulator>[] _prepared = [];            // those of the newest attempt; written before its tasks run

    public RealtimeView(
        ViewDefinition<TKey, TAccumulator, TValue> definition,
        EpochPublication publication,
        int partitions,
        int keyGroups,
        IReadOnlyList<IViewStore<TKey, TValue>> followers)
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

    public long Count => _partitions.Sum(partition => (long)partition.Table.Count);

    public long ApproximateBytes => _partitions.Sum(partition => partition.Table.ApproximateBytes);

    public ViewDefinition<TKey, TAccumulator, TValue> Definition => _definition;

    /// <summary>The part that a task of the newest attempt owns.</summary>
    public ViewPartition<TKey, TAccumulator> Partition(int task) => _prepared[task];

    public void Prepare(StateDirectory directory)
    {
        var prepared = new ViewPartition<TKey, TAccumulator>[_taskCount];
        var expected = _definition.ExpectedKeys / _taskCount;
        for (var task = 0; task < _taskCount; task++)
        {
            prepared[task] = new(new VersionedTable<TKey, TAccumulator>(directory.Published.Next, _definition.Copy, expected));
        }
        var codec = _definition.AccumulatorCodec is { } value
            ? new SectionCodec<TKey, TAccumulator>(_definition.KeyCodec, value, _definition.Parts)
            : null;
        directory.Add(new StateSection<TKey, TAccumulator>(
            $"view:{Name}", [.. prepared.Select(partition => partition.Table)], codec, _keyGroups));
        _prepared = prepared;
        if (_partitions.Length == 0) _partitions = prepared; // nobody has read yet
    }

    public void Adopt() => _partitions = _prepared;

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
        return level == ReadLevel.Latest ? ReadLatest(PartitionOf(_partitions, key, hash), key, hash) : ReadCommitted(key, hash);
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
        var pin = Pin(out var partitions);
        return new ViewSnapshot<TKey, TAccumulator, TValue>(this, partitions, pin);
    }

    public object Parts => _partitions;

    public IViewSnapshot<TKey, TValue> SnapshotAt(EpochPin pin, object parts) =>
        new ViewSnapshot<TKey, TAccumulator, TValue>(this, (ViewPartition<TKey, TAccumulator>[])parts, pin);

    /// <summary>Pins the published epoch in partitions that hold it: those that a restart brings hold no earlier one than the epoch
    /// published
    /// then.</summary>
    public EpochPin Pin(out ViewPartition<TKey, TAccumulator>[] partitions)
    {
        while (true)
        {
            partitions = _partitions;
            var pin = new EpochPin(_publication);
            if (partitions == _partitions) return pin;
            pin.Dispose();
        }
    }

    public IEnumerable<IViewFollower> Follow(
        long incarnation, TimeProvider clock, ILogger logger, CancellationToken cancellationToken) =>
        [.. _followers.Select(store => new ViewFollower<TKey, TAccumulator, TValue>(
            this, _publication, store, incarnation, clock, logger, cancellationToken))];

    public async IAsyncEnumerable<ViewChange<TKey, TValue>> ChangesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var feed = new ViewFeed<TKey, TAccumulator, TValue>(this, _publication);
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

    /// <summary>Reads as of an epoch that the caller has pinned, in the partitions as they were then.</summary>
    public bool TryReadAsOf(
        ViewPartition<TKey, TAccumulator>[] partitions, TKey key, EpochId epoch, out TValue value)
    {
        var found = TryReadAccumulator(partitions, key, epoch, out var accumulator);
        value = _definition.Result(found ? accumulator : _definition.Zero());
        return found;
    }

    /// <summary>The same for what is kept rather than what readers are given; it must not be changed.</summary>
    public bool TryReadAccumulator(
        ViewPartition<TKey, TAccumulator>[] partitions, TKey key, EpochId epoch, out TAccumulator accumulator)
    {
        if (key is null) throw new ArgumentNullException(nameof(key), NoKey);
        return TryReadAccumulator(partitions, key, _definition.EntryHash(key), epoch, out accumulator);
    }

    /// <inheritdoc cref="TryReadAccumulator(ViewPartition{TKey, TAccumulator}[], TKey, EpochId, out TAccumulator)"/>
    /// <remarks>The caller has pinned the epoch, or checks afterwards that it is still the published one.</remarks>
    public bool TryReadAccumulator(
        ViewPartition<TKey, TAccumulator>[] partitions, TKey key, uint hash, EpochId epoch, out TAccumulator accumulator) =>
        TableReader.TryReadAsOf(PartitionOf(partitions, key, hash).Table, key, hash, epoch.Number, out accumulator);

    /// <summary>Reads what is kept for all keys as of an epoch that the caller has pinned; it must not be changed.</summary>
    public static IEnumerable<KeyValuePair<TKey, TAccumulator>> ReadAccumulators(
        ViewPartition<TKey, TAccumulator>[] partitions, EpochId epoch)
    {
        foreach (var table in partitions.Select(partition => partition.Table))
        {
            var entries = table.Entries;
            for (var slot = 0; slot < entries.Length; slot++)
            {
                if (Volatile.Read(ref entries[slot].Hash) == 0) continue;
                if (!TableReader.TryReadAsOf(table, ref entries[slot], epoch.Number, out var accumulator, out _)) continue;
                yield return new(entries[slot].Key, accumulator);
            }
        }
    }

    private ViewPartition<TKey, TAccumulator> PartitionOf(ViewPartition<TKey, TAccumulator>[] partitions, TKey key, uint hash) =>
        _taskCount == 1
            ? partitions[0]
            : partitions[KeyGroups.TaskOf(KeyGroups.GroupOf(_definition.OwnerHash(key, hash), _keyGroups), _keyGroups, _taskCount)];

    private ViewReading<TValue> ReadCommitted(TKey key, uint hash)
    {
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var epoch = _publication.Published;
            var table = PartitionOf(_partitions, key, hash).Table; // after the epoch: a restarted run's tables begin at a published one
            var found = TableReader.TryReadAsOf(table, key, hash, epoch.Number, out var accumulator);
            Volatile.ReadBarrier();
            if (_publication.Published == epoch) return Reading(found, accumulator, epoch, isCommitted: true);
        }
        using var pin = Pin(out var partitions); // epochs are being published faster than this thread reads
        var foundAtPin = TableReader.TryReadAsOf(PartitionOf(partitions, key, hash).Table, key, hash, pin.Epoch.Number, out var pinned);
        return Reading(foundAtPin, pinned, pin.Epoch, isCommitted: true);
    }

    private ViewReading<TValue> ReadLatest(ViewPartition<TKey, TAccumulator> partition, TKey key, uint hash)
    {
        if (_definition.Copy is not null)
        {
            if (TopologyThread.IsCurrent) throw new InvalidOperationException(
                $"A Latest read of view '{Name}' waits for the task that owns it and so is not allowed inside a topology. " +
                "Use a Committed read.");
            return partition.ReadByOwner(table => ReadOpen(table, key, hash));
        }
        return ReadOpen(partition.Table, key, hash);
    }

    private ViewReading<TValue> ReadOpen(VersionedTable<TKey, TAccumulator> table, TKey key, uint hash)
    {
        var found = TableReader.TryReadLatest(table, key, hash, out var accumulator, out var changedIn);
        var published = _publication.Published;
        var epoch = found ? new EpochId(changedIn) : published;
        return Reading(found, accumulator, epoch, epoch <= published);
    }

    private ViewReading<TValue> Reading(bool found, TAccumulator accumulator, EpochId epoch, bool isCommitted) =>
        new(_definition.Result(found ? accumulator : _definition.Zero()), found, epoch, isCommitted);
}
