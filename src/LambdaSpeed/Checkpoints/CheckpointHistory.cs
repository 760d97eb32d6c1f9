using LambdaSpeed.Invariants;

namespace LambdaSpeed.Checkpoints;

/// <summary>Keeps account of the files of a topology: which are the state, which are kept for a bad day, and when a snapshot is due.</summary>
/// <remarks>No I/O. Safe from any thread, since a snapshot ends beside commits.</remarks>
internal sealed class CheckpointHistory
{
    private const int KeptCommits = 257; // the latest one and 256 before it

    private readonly Lock _gate = new();
    private readonly long _snapshotAfterBytes;
    private readonly List<ChangesSegment> _segments;
    private readonly Queue<CommitId> _recent = new();
    private List<CheckpointFileName> _older;    // of use while the base may be damaged; deleted with the next snapshot
    private SnapshotFile? _base;                // the newest snapshot
    private long _changeBytes;                  // commits since the base
    private long _markedBytes;                  // of those, what the snapshot on its way covers
    private long _notBefore;                    // change bytes from which on a snapshot is asked for again, after one was given up
    private bool _isSnapshotOpen;               // a snapshot is on its way

    public CheckpointHistory(RecoveredCheckpoints recovered, long snapshotAfterBytes)
    {
        _snapshotAfterBytes = snapshotAfterBytes;
        _base = recovered.Plan.Base;
        _segments = [.. recovered.Plan.Segments];
        _older = [.. recovered.Older];
        _changeBytes = recovered.ChangeBytes;
        if (recovered.Latest != CommitId.None) _recent.Enqueue(recovered.Latest);
    }

    /// <summary>What together is the state now.</summary>
    public ReadPlan Plan
    {
        get
        {
            lock (_gate) return new ReadPlan(_base, [.. _segments]);
        }
    }

    public bool WantsSnapshot
    {
        get
        {
            lock (_gate)
            {
                return !_isSnapshotOpen && _changeBytes > Math.Max(_notBefore, Math.Max(_snapshotAfterBytes, 2 * (_base?.Bytes ?? 0)));
            }
        }
    }

    /// <summary>Records that a commit is durable.</summary>
    public void Extend(CheckpointFileName file, long start, long end, CommitId id)
    {
        lock (_gate)
        {
            if (_segments is [.., var last] && last.File == file)
            {
                Invariant.Require(last.End == start, $"a commit at {start} of '{file}', which has been read up to {last.End}");
                _segments[^1] = last with { End = end, Last = id };
            }
            else
            {
                _segments.Add(new(file, start, end, id));
                _older.Remove(file); // a snapshot was completed during the commit
            }

            _changeBytes += end - start;
            _recent.Enqueue(id);
            if (_recent.Count > KeptCommits) _recent.Dequeue();
        }
    }

    /// <summary>Records that a snapshot is on its way.</summary>
    /// <returns>The commit whose state it is to hold.</returns>
    /// <exception cref="ArgumentException">The epoch was not committed, or too long ago.</exception>
    /// <exception cref="InvalidOperationException">Another snapshot is on its way.</exception>
    public CommitId BeginSnapshot(EpochId epoch)
    {
        lock (_gate)
        {
            if (_isSnapshotOpen) throw new InvalidOperationException(
                $"A snapshot of {epoch} was begun while another is being written. Complete or dispose that one first.");

            foreach (var commit in _recent)
            {
                if (commit.Epoch != epoch) continue;
                _isSnapshotOpen = true;
                _markedBytes = _changeBytes;
                return commit;
            }
            throw new ArgumentException(
                $"A snapshot of {epoch} was begun, which is none of the last {_recent.Count} epochs that were committed. Take one of those.",
                nameof(epoch));
        }
    }

    /// <summary>Records that the snapshot was given up: the next is asked for when there is a quarter more to gain.</summary>
    public void GiveUpSnapshot(CheckpointFileName? leftOver = null)
    {
        lock (_gate)
        {
            _isSnapshotOpen = false;
            _notBefore = _changeBytes + (_snapshotAfterBytes / 4);
            if (leftOver is { } file && file != _base?.File) _older.Add(file);
        }
    }

    /// <summary>Records that the snapshot is what recovery begins with.</summary>
    /// <returns>The files that are of no use any more.</returns>
    public IReadOnlyList<CheckpointFileName> Publish(SnapshotFile snapshot)
    {
        lock (_gate)
        {
            var useless = _older.Where(file => file != snapshot.File).ToList();
            var covered = _segments.TakeWhile(segment => segment.Last.Epoch <= snapshot.Id.Epoch).ToList();
            _older = [.. covered.Select(segment => segment.File)];
            if (_base is { } previous && previous.File != snapshot.File) _older.Add(previous.File);

            _segments.RemoveRange(0, covered.Count);
            _base = snapshot;
            _changeBytes -= _markedBytes;
            _notBefore = 0;
            _isSnapshotOpen = false;
            return useless;
        }
    }
}
