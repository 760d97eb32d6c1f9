namespace LambdaSpeed.Checkpoints;

/// <summary>The checkpoints of one topology in memory, which its runs pass on to each other.</summary>
/// <remarks>Safe from any thread: a snapshot is completed beside commits.</remarks>
internal sealed class MemoryCheckpoints(long snapshotAfterBytes)
{
    private readonly Lock _gate = new();
    private readonly BlockArchive _changes = new();
    private readonly SnapshotSchedule _schedule = new(snapshotAfterBytes);
    private BlockArchive _base = new();   // the state as of the last snapshot
    private EpochId _baseEpoch;           // its epoch
    private long _incarnation;            // how often the place was taken
    private object? _owner;               // who has the place
    private object? _snapshot;            // the snapshot on its way

    /// <summary>The newest commit.</summary>
    public Checkpoint? Latest { get; private set; }

    /// <summary>Bytes of memory that it takes.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate) return _base.HeldBytes + _changes.HeldBytes;
        }
    }

    public bool WantsSnapshot
    {
        get
        {
            lock (_gate) return _schedule.IsDue;
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
            if (_snapshot is not null) _schedule.GiveUp();
            _snapshot = null;
        }
    }

    public void Commit(Checkpoint checkpoint, IReadOnlyList<ChangeBlock> blocks)
    {
        lock (_gate)
        {
            var before = _changes.Bytes;
            for (var i = 0; i < blocks.Count; i++) _changes.Add(checkpoint.Epoch, blocks[i]);
            Latest = checkpoint;
            _schedule.Add(new CommitId(_incarnation, checkpoint.Epoch), _changes.Bytes - before);
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
            _schedule.Begin(epoch);
            _snapshot = snapshot;
        }
    }

    /// <summary>Ends a snapshot: with its blocks when it is complete. False when its run has ended before.</summary>
    public bool EndSnapshot(object snapshot, EpochId epoch, BlockArchive? blocks)
    {
        lock (_gate)
        {
            if (_snapshot != snapshot) return false;

            _snapshot = null;
            if (blocks is null)
            {
                _schedule.GiveUp();
                return true;
            }

            (_base, _baseEpoch) = (blocks, epoch);
            _changes.DropUpTo(epoch);
            _schedule.Complete(epoch, blocks.Bytes);
            return true;
        }
    }
}
