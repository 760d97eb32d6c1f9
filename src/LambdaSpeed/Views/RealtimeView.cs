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
    private readonly ViewPartition<TKey, TAccumulator>[] _partitions;
    private readonly IReadOnlyList<IViewStore<TKey, TValue>> _followers;
    private readonly int _keyGroups;

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
        _partitions = new ViewPartition<TKey, TAccumulator>[partitions];
        for (var i = 0; i < partitions; i++)
        {
            _partitions[i] = new(new VersionedTable<TKey, TAccumulator>(publication.Published.Next, definition.Copy));
        }
    }

    public string Name => _definition.Name;

    public EpochId PublishedEpoch => _publication.Published;

    public long Count => _partitions.Sum(partition => (long)partition.Table.Count);

    public long ApproximateBytes => _partitions.Sum(partition => partition.Table.ApproximateBytes);

    public ViewDefinition<TKey, TAccumulator, TValue> Definition => _definition;

    public ViewPartition<TKey, TAccumulator> Partition(int task) => _partitions[task];

    public TValue Get(TKey key) => Read(key).Value;

    public bool TryGet(TKey key, out TValue value)
    {
        var reading = Read(key);
        value = reading.Value;
        return reading.Found;
    }

    public ViewReading<TValue> Read(TKey key, ReadLevel level = ReadLevel.Committed)
    {
        var hash = KeyHash.Of(key, _definition.KeyCodec);
        var partition = PartitionOf(hash);
        return level == ReadLevel.Latest ? ReadLatest(partition, key, hash) : ReadCommitted(partition.Table, key, hash);
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

    public IViewSnapshot<TKey, TValue> Snapshot() => SnapshotAt(new EpochPin(_publication));

    public IViewSnapshot<TKey, TValue> SnapshotAt(EpochPin pin) => new ViewSnapshot<TKey, TAccumulator, TValue>(this, pin);

    public IEnumerable<Task> Follow(TimeProvider clock, ILogger logger, CancellationToken cancellationToken) =>
        [.. _followers.Select(store =>
            new ViewFollower<TKey, TAccumulator, TValue>(this, _publication, store, clock, logger).RunAsync(cancellationToken))];

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

    /// <summary>Reads as of an epoch that the caller has pinned.</summary>
    public bool TryReadAsOf(TKey key, EpochId epoch, out TValue value)
    {
        var hash = KeyHash.Of(key, _definition.KeyCodec);
        var found = TableReader.TryReadAsOf(PartitionOf(hash).Table, key, hash, epoch.Number, out var accumulator);
        value = _definition.Result(found ? accumulator : _definition.Zero());
        return found;
    }

    public IEnumerable<VersionedTable<TKey, TAccumulator>> Tables() => _partitions.Select(partition => partition.Table);

    private ViewPartition<TKey, TAccumulator> PartitionOf(uint hash) =>
        _partitions.Length == 1
            ? _partitions[0]
            : _partitions[KeyGroups.TaskOf(KeyGroups.GroupOf(hash, _keyGroups), _keyGroups, _partitions.Length)];

    private ViewReading<TValue> ReadCommitted(VersionedTable<TKey, TAccumulator> table, TKey key, uint hash)
    {
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var epoch = _publication.Published;
            var found = TableReader.TryReadAsOf(table, key, hash, epoch.Number, out var accumulator);
            Volatile.ReadBarrier();
            if (_publication.Published == epoch) return Reading(found, accumulator, epoch, isCommitted: true);
        }
        using var pin = new EpochPin(_publication); // epochs are being published faster than this thread reads
        var foundAtPin = TableReader.TryReadAsOf(table, key, hash, pin.Epoch.Number, out var pinned);
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
