using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>Follows the commits from the newest one back to a snapshot, or to the beginning.</summary>
/// <remarks>
/// Each commit names the one before it, and each file but the newest is read only up to the commit that the next file goes on from.
/// So whatever stands behind that does not count: an attempt that failed and was made again in another file, or what a run wrote that had
/// been given up.
/// </remarks>
internal sealed class CommitChain(IStorage storage, IReadOnlyList<CheckpointFileName> files, CommitId start)
{
    private readonly List<ChangesSegment> _segments = [];
    private readonly List<CheckpointFileName> _superseded = [];
    private readonly List<CheckpointFileName> _older = [];
    private long _changeBytes;            // of all segments' commits
    private CommitId? _latest;            // the newest commit
    private CommitId _beforeLatest;       // the one before it; unknown when the newest is the start
    private long _latestOffset;           // where it begins, in the newest segment
    private CommitId? _wanted;            // the commit that the segments so far go on from

    /// <summary>Reads the chain.</summary>
    /// <param name="chain">The chain, without the files of snapshots.</param>
    /// <returns>False when the commits do not lead to the start: they are of another history.</returns>
    /// <exception cref="CheckpointDamagedException">A commit that is needed is damaged or missing.</exception>
    public bool TryRead(out RecoveredCheckpoints chain)
    {
        var i = files.Count - 1;
        while (i >= 0 && _wanted != start && !IsBeyond(_wanted)) Walk(files[i--]);
        for (; i >= 0; i--) _older.Add(files[i]);

        if (_wanted is { } missing && missing.Epoch > start.Epoch) throw new CheckpointDamagedException(
            $"{storage.Name}/{_segments[^1].File}", _segments[^1].Start, $"it goes on from {missing}, which is in no file");

        _segments.Reverse();
        chain = new(new(null, _segments), _latest ?? start, _beforeLatest, _latestOffset, _changeBytes, _superseded, _older);
        return _wanted is null || _wanted == start;
    }

    private bool IsBeyond(CommitId? commit) => commit is { } known && known.Epoch <= start.Epoch;

    private void Walk(CheckpointFileName file)
    {
        var hasCovered = false;
        FrameHeader? first = null, last = null;
        long from = 0, lastOffset = 0, to = 0, bytes = 0;

        using var frames = new FrameCursor(storage, file, start.Epoch);
        while ((last is null || last.Value.Id != _wanted) && frames.MoveNext())
        {
            if (frames.Current.Id.Epoch <= start.Epoch)
            {
                hasCovered = true;
                continue;
            }
            if (first is null) (first, from) = (frames.Current, frames.Offset);
            (last, lastOffset, to) = (frames.Current, frames.Offset, frames.End);
            bytes += frames.Current.FrameLength;
        }

        if (first is null || last is null || (_wanted is { } wanted && last.Value.Id != wanted))
        {
            (hasCovered ? _older : _superseded).Add(file);
            if (hasCovered) _wanted ??= start; // nothing was committed after the snapshot
            return;
        }

        if (_segments.Count == 0) (_latest, _beforeLatest, _latestOffset) = (last.Value.Id, last.Value.Previous, lastOffset);
        _segments.Add(new(file, from, to, last.Value.Id));
        _changeBytes += bytes;
        _wanted = first.Value.Previous;
    }
}
