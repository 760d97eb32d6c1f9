using LambdaSpeed.Diagnostics;
using LambdaSpeed.Invariants;

namespace LambdaSpeed.Logs;

/// <content>Ending a segment and beginning the next, and deleting old ones.</content>
internal sealed partial class PartitionWriter
{
    private readonly Lock _deletion = new();
    private readonly long _openedAt; // the next offset when the partition was opened
    private LogSegment? _undeleted;  // no longer read, but its deletion has not succeeded yet; under deletion
    private bool _mustRoll;          // whether the active file must not be written any more; under the gate

    private bool IsRollDue => _mustRoll || _active.ReadableBytes >= _options.SegmentBytes;

    public override IndexEntry Locate(LogSegment segment, long offset)
    {
        lock (_gate)
        {
            if (segment == _active) return _index.Find(offset);
        }
        return base.Locate(segment, offset);
    }

    public override IndexEntry LocateTime(LogSegment segment, long ticks)
    {
        lock (_gate)
        {
            if (segment == _active) return _index.FindTime(ticks);
        }
        return base.LocateTime(segment, ticks);
    }

    /// <summary>Called under the lock when a segment was ended.</summary>
    public Action? OnRoll { get; set; }

    /// <summary>Deletes the segments that retention does not keep.</summary>
    /// <param name="hold">The first offset that a consumer or checkpoint still needs; null when there is none.</param>
    public void Expire(long? hold)
    {
        var kept = new KeptSegments(_options, Now(), hold);
        lock (_gate)
        {
            if (_isClosed) return;
            if (First == _active && kept.IsOutdated(_active, _next)) TryRoll();
        }
        DeleteWhile(kept.MayDelete);
    }

    /// <summary>Deletes the segments whose records all stand before an offset, whatever retention and consumers say.</summary>
    public void DeleteBefore(long offset)
    {
        lock (_gate) RequireOpen();
        DeleteWhile(first => first.Next!.BaseOffset <= offset);
    }

    /// <summary>Deletes from the oldest segment on; never the last one.</summary>
    private void DeleteWhile(Predicate<LogSegment> mayDelete)
    {
        lock (_deletion) // one after the other, so that a crash never leaves an earlier one without the later
        {
            while (true)
            {
                lock (_gate)
                {
                    if (_isClosed) return;
                    if (_undeleted is null)
                    {
                        if (First.Next is not { } next || !mayDelete(First)) return;
                        (_undeleted, First) = (First, next);
                    }
                }
                Files.Delete(_undeleted.BaseOffset); // should it fail, it is tried again before any later one
                LogMessages.SegmentExpired(_logger, Index, _undeleted.BaseOffset, _undeleted.Next!.BaseOffset);
                _undeleted = null;
            }
        }
    }

    private void TryRoll()
    {
        if (_buffer.Bytes == 0 && !_isSyncing) Roll();
    }

    /// <summary>Makes the active segment final, and a new one that it is continued in.</summary>
    private void Roll()
    {
        Invariant.Require(_buffer.Bytes == 0, $"partition {Index} rolls with {_buffer.Bytes} bytes unwritten");
        Invariant.Require(!_isSyncing, $"partition {Index} rolls during a sync");

        if (!_mustRoll) SyncBeforeRoll();
        var old = _active;
        try
        {
            if (_next > old.BaseOffset) TrySaveIndex(old);
            var segment = Files.Create(HeaderAfter(old));
            var file = Files.Open(segment.BaseOffset);
            _file.Dispose();
            (_active, _file, _index) = (segment, file, new SegmentIndex(segment.BaseOffset));
        }
        catch (IOException exception)
        {
            _mustRoll = true; // whatever is there of a new file, nothing more goes into the old one
            throw LogWriteException.NotAppended(Index, _durable, exception);
        }
        _mustRoll = false;
        _durableBytes = _active.ReadableBytes;
        Chain(old, _active);
        OnRoll?.Invoke();
    }

    private void SyncBeforeRoll()
    {
        if (_durable == _next) return;
        try
        {
            _file.Sync();
        }
        catch (IOException exception)
        {
            var error = Withdraw(exception);
            _unreported = null;
            throw error;
        }
        SetDurable(_next, _active.ReadableBytes);
    }

    private SegmentHeader HeaderAfter(LogSegment old)
    {
        // nothing of the old file is valid: the new one takes its place, and must not have its seed
        if (_next == old.BaseOffset) return old.Header with { Created = Math.Max(Now(), old.Header.Created + 1) };

        return new SegmentHeader(
            Files.LogId, Index, _next, Now(), old.BaseOffset, old.ReadableBytes, old.MaxTimestamp);
    }

    private void Chain(LogSegment old, LogSegment next)
    {
        if (next.BaseOffset == old.BaseOffset)
        {
            for (var segment = First; segment != old; segment = segment.Next!)
            {
                if (segment.Next == old) segment.Next = next;
                if (segment.Next == next) break;
            }
            if (First == old) First = next;
        }
        old.Next = next;
    }

    private void TrySaveIndex(LogSegment segment)
    {
        try
        {
            Files.SaveIndex(segment, _index);
        }
        catch (IOException exception)
        {
            LogMessages.IndexNotSaved(_logger, Index, segment.BaseOffset, exception);
        }
    }

    /// <summary>An empty frame behind everything, which says that all of it was durable: damage found there later was no crash.</summary>
    private void MarkEnd()
    {
        lock (_gate)
        {
            if (_mustRoll || _next == _openedAt || _durable < _next) return;
            try
            {
                _buffer.Open(0);
                _buffer.Finish(_next, _durable, _active.Seed);
                WriteFrames(_buffer.Finished, _next);
                _file.Sync();
            }
            catch (Exception exception) when (exception is IOException or LogWriteException)
            {
                LogMessages.EndNotMarked(_logger, Index, exception); // every record is durable without it
            }
        }
    }
}
