using LambdaSpeed.Storage;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Logs;

/// <summary>The one writer of a partition: gathers records into frames, frames into writes, and waiting appenders into one sync.</summary>
/// <remarks>
/// <para>A record goes the way <c>open frame → finished frame → file → durable</c>. It is readable from the file on. A frame is finished
/// at some 64 KiB, written with others at some 256 KiB, and earlier when a reader waits, when it must be durable, or after a moment.</para>
/// <para>Has no thread of its own: everything happens within a call, or within a timer of the clock. Only a sync of the disk is waited
/// for outside of the lock, so that appenders go on meanwhile and share the next one.</para>
/// </remarks>
internal sealed partial class PartitionWriter : LogPartition, IDisposable
{
    private const int FrameTargetBytes = 64 << 10;
    private const int WriteTargetBytes = 256 << 10;
    private const int KeptBufferBytes = 512 << 10;

    /// <summary>A chunk from this size on is written from where it lies, without a copy.</summary>
    private const int LargeChunkBytes = 32 << 10;

    private readonly object _gate = new();
    private readonly ReplayLogOptions _options;
    private readonly int _maxRecordBytes;
    private readonly ILogger _logger;
    private readonly FrameBuffer _buffer = new(KeptBufferBytes);
    private LogSegment _active;      // the segment that is appended to; replaced by a roll, under the gate
    private IStorageFile _file;      // its file
    private SegmentIndex _index;     // of it
    private long _next;              // the offset of the next record that is appended; under the gate
    private long _readable;          // the offset behind the last record in the file; written under the gate, read anywhere
    private int _plainRoom;          // bytes that may be added to the open frame without any decision; under the gate
    private bool _isClosed;          // set once, under the gate: nothing is appended any more

    private PartitionWriter(
        SegmentFiles files, ReplayLogOptions options, ILogger logger, LogSegment first, LogSegment last, SegmentIndex index, long next)
        : base(files)
    {
        _options = options;
        _maxRecordBytes = options.MaxRecordBytes;
        _logger = logger;
        First = first;
        _active = last;
        _index = index;
        _file = files.Open(last.BaseOffset);
        _next = _readable = _durable = next;
        _durableBytes = last.ReadableBytes;
        _openedAt = next;
        _flushTimer = NewTimer(static writer => writer.FlushInTime());
        _syncTimer = NewTimer(static writer => writer.SyncInTime());
    }

    public override bool IsFollowing => false;

    public override long EndOffset
    {
        get
        {
            ReaderBell[] due;
            lock (_gate) due = TryFlush();
            Ring(due);
            return Volatile.Read(ref _readable);
        }
    }

    public override long NextOffset
    {
        get
        {
            lock (_gate) return _next;
        }
    }

    /// <summary>Opens a partition after whatever happened to it, or makes it.</summary>
    public static PartitionWriter Open(SegmentFiles files, ReplayLogOptions options, ILogger logger)
    {
        files.DeleteUnfinished();
        var now = options.TimeProvider.GetUtcNow().UtcTicks;
        if (PartitionRecovery.Link(files) is not { } chain)
        {
            var first = files.Create(new SegmentHeader(files.LogId, files.Partition, 0, now, -1, 0, long.MinValue));
            return new PartitionWriter(files, options, logger, first, first, new SegmentIndex(0), 0);
        }

        var index = new SegmentIndex(chain.Last.BaseOffset);
        var next = PartitionRecovery.Mend(files, chain.Last, index, logger);
        return new PartitionWriter(files, options, logger, chain.First, chain.Last, index, next);
    }

    /// <summary>Appends a record; it is written and made durable later.</summary>
    /// <returns>Where it stands, and in which generation.</returns>
    /// <exception cref="LogWriteException">It was not appended, as what came before it could not be written.</exception>
    public AppendedRecord Append(in LogEntry entry)
    {
        AppendedRecord appended;
        if (entry.IsPlain && TryAppendPlain(entry.Value, out appended)) return appended;

        var size = RecordSize.Require(entry, _maxRecordBytes);
        ReaderBell[] due;
        lock (_gate)
        {
            MakeRoom(size);
            if (!_buffer.HasOpenFrame) _buffer.Open(Now());
            _buffer.Add(entry, size);
            appended = new AppendedRecord(_next++, _withdrawals.Count);
            due = Appended();
            MeasureRoom();
        }
        if (due.Length > 0) Ring(due);
        return appended;
    }

    /// <summary>Appends as long as nothing has to be decided: a frame is open and has room, and nobody waits for what is in it.</summary>
    public bool TryAppendPlain(ReadOnlySpan<byte> value, out AppendedRecord appended)
    {
        var size = value.Length + RecordFormat.ShortPrefixBytes;
        lock (_gate)
        {
            if (size > _plainRoom || value.Length > _maxRecordBytes || !_buffer.TryAddPlain(value))
            {
                appended = default;
                return false;
            }
            _plainRoom -= size;
            appended = new AppendedRecord(_next++, _withdrawals.Count);
            return true;
        }
    }

    /// <summary>Appends the records of a chunk: all of them, or none.</summary>
    /// <returns>Where the first one stands, and in which generation.</returns>
    /// <exception cref="LogWriteException">They were not appended.</exception>
    public AppendedRecord Append(LogChunk chunk)
    {
        ReaderBell[] due;
        AppendedRecord appended;
        lock (_gate)
        {
            MakeRoom(chunk.Bytes);
            FinishFrame();
            if (chunk.Bytes >= LargeChunkBytes) Flush(isAppending: true);

            var offset = _next;
            var place = new IndexEntry(offset, _active.ReadableBytes + _buffer.Bytes, _active.MaxTimestamp);
            var frame = chunk.Frames.FinishAgain(offset, _durable, _active.Seed, out var header);
            if (chunk.Bytes >= LargeChunkBytes) WriteFrames(frame, offset + header.Count, isAppending: true);
            else _buffer.AddFinished(frame);

            Note(place, header);
            _next = offset + header.Count;
            appended = new AppendedRecord(offset, _withdrawals.Count);
            due = chunk.Bytes >= LargeChunkBytes ? ArmAndTakeDue() : Appended();
        }
        Ring(due);
        return appended;
    }

    /// <summary>Hands what was appended to the kernel, so that readers see it and the end of this process does not lose it.</summary>
    /// <exception cref="LogWriteException">It could not; it is kept and will be tried again.</exception>
    public void Write()
    {
        ReaderBell[] due;
        lock (_gate)
        {
            RequireOpen();
            Flush();
            due = ArmAndTakeDue();
        }
        Ring(due);
    }

    /// <summary>Writes and syncs the rest, and marks the end as durable.</summary>
    /// <exception cref="LogWriteException">Something that was appended could not be made durable.</exception>
    public void Dispose()
    {
        long end;
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            _plainRoom = 0;
            end = _next;
        }
        _flushTimer.Dispose();
        _syncTimer.Dispose();
        try
        {
            Sync(end, Generation);
            MarkEnd();
            lock (_gate) ThrowUnreported();
        }
        finally
        {
            ReaderBell[] waiting;
            lock (_gate)
            {
                while (_isSyncing) Monitor.Wait(_gate);
                _file.Dispose();
                waiting = [.. _idle];
                _idle.Clear();
            }
            Ring(waiting); // they learn that the log is closed when they wait again
        }
    }

    /// <summary>After an append that was decided about: how much may follow without a decision.</summary>
    private void MeasureRoom()
    {
        var isCalm = _buffer.HasOpenFrame && _idle.Count == 0 && _unreported is null && !_isClosed;
        _plainRoom = isCalm ? Math.Min(FrameTargetBytes - _buffer.OpenBytes, WriteTargetBytes - _buffer.Bytes) : 0;
    }

    private static void Ring(ReaderBell[] due)
    {
        foreach (var bell in due) bell.Wake();
    }

    private long Now() => _options.TimeProvider.GetUtcNow().UtcTicks;

    private void RequireOpen() => ObjectDisposedException.ThrowIf(_isClosed, typeof(ReplayLog));
}
