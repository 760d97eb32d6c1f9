namespace LambdaSpeed.Checkpoints;

/// <summary>Decides when a snapshot of the whole state is due, and of which commits one can be made.</summary>
/// <remarks>Pure. Its owner sees to it that one thread calls at a time.</remarks>
internal sealed class SnapshotSchedule(long afterBytes)
{
    private const int KeptCommits = 257; // the latest one and 256 before it

    private readonly Queue<CommitId> _recent = new();
    private long _changeBytes;     // commits since the last snapshot
    private long _markedBytes;     // of those, what the snapshot on its way covers
    private long _snapshotBytes;   // how large the last snapshot is
    private long _notBefore;       // change bytes from which on a snapshot is asked for again, after one was given up
    private bool _isOpen;          // a snapshot is on its way

    public bool IsDue => !_isOpen && _changeBytes > Math.Max(_notBefore, Math.Max(afterBytes, 2 * _snapshotBytes));

    /// <summary>Begins with what was found.</summary>
    /// <param name="latest">The newest commit.</param>
    /// <param name="changeBytes">How much was committed since the last snapshot.</param>
    /// <param name="snapshot">The last snapshot.</param>
    public void Resume(CommitId latest, long changeBytes, SnapshotFile? snapshot)
    {
        (_changeBytes, _snapshotBytes) = (changeBytes, snapshot?.Bytes ?? 0);
        if (latest.Epoch > (snapshot?.Id.Epoch ?? EpochId.None)) _recent.Enqueue(latest);
    }

    public void Add(CommitId commit, long bytes)
    {
        _changeBytes += bytes;
        _recent.Enqueue(commit);
        if (_recent.Count > KeptCommits) _recent.Dequeue();
    }

    /// <summary>A snapshot is begun.</summary>
    /// <returns>The commit whose state it is to hold.</returns>
    /// <exception cref="ArgumentException">The epoch was not committed, or too long ago, or not after the last snapshot.</exception>
    /// <exception cref="InvalidOperationException">Another snapshot is on its way.</exception>
    public CommitId Begin(EpochId epoch)
    {
        if (_isOpen) throw new InvalidOperationException(
            $"A snapshot of {epoch} was begun while another is being written. Complete or dispose that one first.");

        foreach (var commit in _recent)
        {
            if (commit.Epoch != epoch) continue;
            _isOpen = true;
            _markedBytes = _changeBytes;
            return commit;
        }
        throw new ArgumentException(
            $"A snapshot of {epoch} was begun, which is none of the {_recent.Count} epochs that were committed lately and after the last "
            + "snapshot. Take the newest one.",
            nameof(epoch));
    }

    /// <summary>The snapshot was given up: the next is due when there is a quarter more to gain.</summary>
    public void GiveUp()
    {
        _isOpen = false;
        _notBefore = _changeBytes + (afterBytes / 4);
    }

    public void Complete(EpochId epoch, long snapshotBytes)
    {
        while (_recent.TryPeek(out var commit) && commit.Epoch <= epoch) _recent.Dequeue();
        _isOpen = false;
        _changeBytes -= _markedBytes;
        _snapshotBytes = snapshotBytes;
        _notBefore = 0;
    }
}
