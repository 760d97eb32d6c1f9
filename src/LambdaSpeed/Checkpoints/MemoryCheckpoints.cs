namespace LambdaSpeed.Checkpoints;

/// <summary>The checkpoints of one topology in memory, which its runs pass on to each other.</summary>
/// <remarks>Safe from any thread: a snapshot is completed beside commits.</remarks>
internal sealed class MemoryCheckpoints(long snapshotAfterBytes)
{
    private const int KeptCommits = 257; // the latest one and 256 before it

    private readonly Lock _gate = new();
    private readonly BlockArchive _changes = new();
    private readonly Queue<EpochId> _recent = new();
    private BlockArchive _base = new();   // the state as of the last snapshot
    private EpochId _baseEpoch;           // its epoch
    private long _coveredBytes;           // of all change bytes, those up to the last snapshot
    private long _markedBytes;            // of all change bytes, those up to the snapshot on its way
    private long _incarnation;            // how often the place was taken
    private object? _owner;               // who has the place
    private object? _snapshot;            // the snapshot on its way

    /// <summary>The newest commit.</summary>
    public Checkpoint? Latest { get; private set; }

    public bool WantsSnapshot
    {
        get
        {
            lock (_gate) return _snapshot is null && _changes.Bytes - _coveredBytes > Math.Max(snapshotAfterBytes, 2 * _base.Bytes);
        }
    }

    /// <summary>Takes the place; the answer is the incarnation.</summary>
    /// <exception cref="StorageLockedException">Somebody has it.</exception>
    public long Take(object owner, string topology)
    {
        lock (_gate)
        {
            if (_owner is not null) throw new StorageLockedException($"memory/{topology}");
            _owner = owner;
            return ++_incarnation;
        }
    }

    public void Free(object owner)
    {
        lock (_gate)
        {
            if (_owner != owner) return;
            _owner = null;
            _snapshot = null;
        }
    }

    public void Commit(Checkpoint checkpoint, IReadOnlyList<ChangeBlock> blocks)
    {
        lock (_gate)
        {
            for (var i = 0; i < blocks.Count; i++) _changes.Add(checkpoint.Epoch, blocks[i]);
            Latest = checkpoint;
            _recent.Enqueue(checkpoint.Epoch);
            if (_recent.Count > KeptCommits) _recent.Dequeue();
        }
    }

    public void Read(ChangeBlockHandler handler)
    {
        lock (_gate)
        {
            _base.Read(EpochId.None, handler);
            _changes.Read(_baseEpoch, handler);
        }
    }

    public void BeginSnapshot(object snapshot, EpochId epoch)
    {
        lock (_gate)
        {
            if (_snapshot is not null) throw new InvalidOperationException(
                $"A snapshot of {epoch} was begun while another is being written. Complete or dispose that one first.");
            if (!_recent.Contains(epoch)) throw new ArgumentException(
                $"A snapshot of {epoch} was begun, which is none of the last {_recent.Count} epochs that were committed. Take one of those.",
                nameof(epoch));

            _snapshot = snapshot;
            _markedBytes = _changes.Bytes;
        }
    }

    /// <summary>Ends a snapshot; with its blocks when it is complete.</summary>
    public bool EndSnapshot(object snapshot, EpochId epoch, BlockArchive? blocks)
    {
        lock (_gate)
        {
            if (_snapshot != snapshot) return false;

            _snapshot = null;
            if (blocks is null) return true;

            _base.DropUpTo(_baseEpoch);
            (_base, _baseEpoch) = (blocks, epoch);
            _changes.DropUpTo(epoch);
            _coveredBytes = _markedBytes;
            return true;
        }
    }
}
