using System.Diagnostics;
using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <summary>Reads one partition of a log, in order, from any offset or time; ends nowhere: there may always be more.</summary>
/// <remarks>
/// <para>Used by one thread at a time. Readers do not know of each other and hold nothing up, but a record is read only while
/// retention keeps it.</para>
/// <para>A record is read as soon as it is in the file, which may be before it is durable. Should the disk then fail to make it durable,
/// it is withdrawn, and the reader that has read it gets a <see cref="LogPositionException"/>.</para>
/// </remarks>
[DebuggerDisplay("partition {Partition} at {NextOffset}")]
public sealed partial class LogReader : IDisposable
{
    private readonly LogPartition _partition;
    private LogSegment _segment;  // the segment that is read
    private FrameReader _frames;  // its frames
    private long _limit;          // up to where the segment was readable when it was looked at last
    private bool _isIncomplete;   // whether a frame of another process's log was not whole yet
    private byte[] _body = [];    // memory of the frame whose records are read
    private int _at;              // where its next record begins
    private int _end;             // where its records end
    private int _remaining;       // records of it that are still to be read
    private long _baseTimestamp;  // ticks; of that frame
    private LogCorruptionException? _malformed; // what was found in that frame; until a seek
    private bool _isDisposed;     // set once

    internal LogReader(LogPartition partition, long offset)
    {
        _partition = partition;
        Generation = partition.Generation;
        (_segment, _frames) = Find(offset);
        try
        {
            SkipTo(offset);
        }
        catch
        {
            _frames.Dispose();
            throw;
        }
    }

    /// <summary>The partition it reads.</summary>
    public int Partition => _partition.Index;

    /// <summary>The offset of the record that is read next, or will be when it is there.</summary>
    public long NextOffset { get; private set; }

    /// <summary>In which generation of offsets it reads.</summary>
    internal int Generation { get; private set; }

    /// <summary>Reads the next record, if there is one now.</summary>
    /// <param name="record">The record; valid until the next call on this reader.</param>
    /// <returns>Whether there was one; false at the end, where more may come.</returns>
    /// <exception cref="LogCorruptionException">The file is damaged there. The reader stays where it is; it may be sent on by
    /// <see cref="Seek(long)"/>.</exception>
    /// <exception cref="LogPositionException">Retention has deleted the record before it was read, or records already read were
    /// withdrawn.</exception>
    public bool TryRead(out LogRecord record)
    {
        if (_remaining == 0 && !MoveToFrame())
        {
            record = default;
            return false;
        }

        var frame = new ReadOnlySpan<byte>(_body, 0, _end);
        if (!RecordFormat.TryRead(frame, ref _at, out var slice)) throw MalformedAt(NextOffset);

        record = new LogRecord(
            frame.Slice(slice.Start, slice.KeyLength + slice.HeadersLength + slice.ValueLength),
            slice, _partition.Index, NextOffset, _baseTimestamp + slice.TimestampDelta);
        NextOffset++;
        _remaining--;
        return true;
    }

    /// <summary>Continues at an offset, which may be the partition's end.</summary>
    /// <param name="offset">The offset of the record that is to be read next.</param>
    /// <exception cref="LogPositionException">The partition does not have it any more, or not yet.</exception>
    public void Seek(long offset)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Generation = _partition.Generation;
        var (segment, frames) = Find(offset);
        _frames.Dispose();
        (_segment, _frames) = (segment, frames);
        SkipTo(offset);
    }

    /// <summary>Continues at the first record whose timestamp is not before a time; at the end when there is none.</summary>
    /// <param name="time">The time.</param>
    public void Seek(DateTimeOffset time) => Seek(TimeSearch.Find(_partition, time.UtcTicks));

    /// <summary>Gives the buffer and the file back.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (_bell is { } bell) _partition.GetUp(bell);
        _remaining = 0;
        _frames.Dispose();
    }

    private (LogSegment Segment, FrameReader Frames) Find(long offset)
    {
        while (true)
        {
            var first = _partition.FirstOffset;
            var end = _partition.EndOffset;
            var position = new LogPosition(_partition.Index, offset);
            if (offset < first || offset < 0) throw LogPositionException.Expired(position, first, end);
            if (offset > end) throw LogPositionException.BeyondEnd(position, first, end);
            try
            {
                var segment = _partition.SegmentOf(offset);
                return (segment, _partition.ReadFrom(segment, _partition.Locate(segment, offset)));
            }
            catch (FileNotFoundException)
            {
                // retention was here in between: look again, unless it is about to say so
                if (_partition.FirstOffset == first) throw LogPositionException.Expired(position, first, end);
            }
        }
    }

    /// <summary>Reads up to a record that stands in the segment found for it, or at its end; a damaged place before it is
    /// passed.</summary>
    private void SkipTo(long offset)
    {
        _malformed = null;
        _searchedBytes = 0;
        _remaining = _at = _end = 0;
        _limit = _frames.Position;
        NextOffset = _frames.NextOffset;
        while (NextOffset < offset)
        {
            try
            {
                if (!MoveToFrame()) return;
            }
            catch (LogCorruptionException) when (TryJump(offset))
            {
                continue;
            }
            SkipWithin(offset);
        }
    }

    private void SkipWithin(long offset)
    {
        var skipped = (int)Math.Min(_remaining, offset - NextOffset);
        for (var i = 0; i < skipped; i++)
        {
            if (!RecordFormat.TryRead(_body.AsSpan(0, _end), ref _at, out _)) throw MalformedAt(NextOffset);
        }
        _remaining -= skipped;
        NextOffset += skipped;
    }

    private bool MoveToFrame()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_at != _end) throw MalformedAt(NextOffset);

        while (true)
        {
            var next = _segment.Next; // before the limit: when there is one, the limit is final
            _limit = _segment.ReadableBytes;
            var status = _frames.TryNext(_limit);
            if (status == FrameStatus.Whole)
            {
                if (_frames.Header.Count == 0) continue; // a mark
                BeginFrame();
                return true;
            }
            _isIncomplete = status != FrameStatus.End;
            if (_isIncomplete && !(next is null && _partition.IsFollowing && IsStillWritten())) throw Damaged();

            _frames.Reset(_frames.Position, _frames.NextOffset); // what was read ahead of an incomplete frame may change
            RequireNotWithdrawn();
            if (next is null) return false;
            MoveTo(next);
        }
    }

    private void BeginFrame()
    {
        var header = _frames.Header;
        _body = _frames.Buffer;
        _at = _frames.BodyStart;
        _end = _frames.BodyEnd;
        _remaining = header.Count;
        _baseTimestamp = header.BaseTimestamp;
        NextOffset = header.BaseOffset;
    }

    private void MoveTo(LogSegment next)
    {
        if (next.BaseOffset < NextOffset) throw Withdrawn();
        if (next.BaseOffset > NextOffset) throw _partition.FirstOffset > NextOffset ? Expired() : Damaged();

        FrameReader frames;
        try
        {
            frames = _partition.ReadFrom(next, IndexEntry.StartOf(next.BaseOffset));
        }
        catch (FileNotFoundException)
        {
            throw Expired();
        }
        _frames.Dispose();
        (_segment, _frames) = (next, frames);
    }
}
