using LambdaSpeed.Invariants;

namespace LambdaSpeed.Checkpoints;

/// <summary>Keeps account of the files of a topology: which are the state, and which are kept for a bad day.</summary>
/// <remarks>No I/O. Safe from any thread, since a snapshot ends beside commits.</remarks>
internal sealed class CheckpointHistory
{
    private readonly Lock _gate = new();
    private readonly SnapshotSchedule _schedule;
    private readonly List<ChangesSegment> _segments;
    private readonly List<CheckpointFileName> _older; // of use while the base may be damaged; deleted with the next snapshot
    private SnapshotFile? _base;                      // the newest snapshot

    public CheckpointHistory(RecoveredCheckpoints recovered, long snapshotAfterBytes)
    {
        _base = recovered.Plan.Base;
        _segments = [.. recovered.Plan.Segments];
        _older = [.. recovered.Older];
        _schedule = new(snapshotAfterBytes);
        _schedule.Resume(recovered.Latest, recovered.ChangeBytes, _base);
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
            lock (_gate) return _schedule.IsDue;
        }
    }

    /// <summary>Records that a commit is durable.</summary>
    public void Extend(CheckpointFileName file, long start, long end, CommitId id)
    {
        lock (_gate)
        {
            if (_segments is [.., var last] && last.File == file)
            {
                Invariant.Require(last.End == start, $"a commit at {start} of '{file}', of which the first {last.End} bytes are known");
                Invariant.Require(last.Last.Epoch < id.Epoch, $"{id} after {last.Last}");
                _segments[^1] = last with { End = end, Last = id };
            }
            else
            {
                _segments.Add(new(file, start, end, id));
                _older.Remove(file); // a snapshot was completed during the commit
            }
            _schedule.Add(id, end - start);
        }
    }

    /// <summary>Records that a snapshot is on its way; the answer is the commit whose state it is to hold.</summary>
    public CommitId BeginSnapshot(EpochId epoch)
    {
        lock (_gate) return _schedule.Begin(epoch);
    }

    /// <summary>Records that the snapshot was given up.</summary>
    /// <param name="leftOver">The name that it may have got.</param>
    public void GiveUpSnapshot(CheckpointFileName leftOver)
    {
        lock (_gate)
        {
            _schedule.GiveUp();
            _older.Add(leftOver);
        }
    }

    /// <summary>Records that the snapshot is what recovery begins with.</summary>
    /// <returns>The files that are of no use any more.</returns>
    public IReadOnlyList<CheckpointFileName> Publish(SnapshotFile snapshot)
    {
        lock (_gate)
        {
            var baseEpoch = _base?.Id.Epoch ?? EpochId.None;
            Invariant.Require(baseEpoch < snapshot.Id.Epoch, $"a snapshot of {snapshot.Id} after one of {baseEpoch}");
            var useless = _older.Where(file => file != snapshot.File).ToList();
            var covered = _segments.TakeWhile(segment => segment.Last.Epoch <= snapshot.Id.Epoch).ToList();
            _older.Clear();
            _older.AddRange(covered.Select(segment => segment.File));
            if (_base is { } previous) _older.Add(previous.File);

            _segments.RemoveRange(0, covered.Count);
            _base = snapshot;
            _schedule.Complete(snapshot.Id.Epoch, snapshot.Bytes);
            return useless;
        }
    }
}
