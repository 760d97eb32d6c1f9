using LambdaSpeed.Diagnostics;
using LambdaSpeed.Invariants;

namespace LambdaSpeed.Logs;

/// <content>The way from the open frame to the file.</content>
internal sealed partial class PartitionWriter
{
    private bool _isWriteFailing; // whether the last write failed; under the gate

    /// <summary>Prepares for a record: an open frame is finished, the buffer written and a full segment ended where it would be too
    /// much.</summary>
    private void MakeRoom(int size)
    {
        while (true)
        {
            RequireOpen();
            ThrowUnreported();
            if (_buffer.OpenBytes > 0 && _buffer.OpenBytes + size > FrameTargetBytes) FinishFrame();
            if (_buffer.Bytes > 0 && _buffer.Bytes + size > WriteTargetBytes) Flush(isAppending: true);
            if (_buffer.Bytes > 0 || !IsRollDue) return;

            // rolling syncs, and there is one sync of a file at a time; whatever was done meanwhile, look again
            if (_isSyncing) Monitor.Wait(_gate);
            else Roll();
        }
    }

    private void FinishFrame()
    {
        if (!_buffer.HasOpenFrame) return;

        _plainRoom = 0;
        var first = _next - _buffer.OpenCount;
        var place = new IndexEntry(first, _active.ReadableBytes + _buffer.Bytes - _buffer.OpenBytes, _active.MaxTimestamp);
        Note(place, _buffer.Finish(first, _durable, _active.Seed));
    }

    private void Note(IndexEntry place, FrameHeader header)
    {
        _index.Note(place);
        if (header.Count > 0 && header.MaxTimestamp > _active.MaxTimestamp) _active.MaxTimestamp = header.MaxTimestamp;
    }

    /// <summary>Writes what is in the buffer; it stays there when that fails.</summary>
    /// <param name="isAppending">Whether a record is to be appended after it, which is given up when it fails.</param>
    private void Flush(bool isAppending = false)
    {
        if (_buffer.Bytes == 0) return;

        FinishFrame();
        WriteFrames(_buffer.Finished, _next, isAppending);
        _buffer.Clear();
    }

    private void WriteFrames(ReadOnlySpan<byte> frames, long endOffset, bool isAppending = false)
    {
        Invariant.Require(!_mustRoll, $"partition {Index} writes to a file that is not trusted");
        Invariant.Require(endOffset >= _readable, $"partition {Index} writes up to offset {endOffset}, readable is {_readable}");

        var position = _active.ReadableBytes;
        try
        {
            _file.Write(position, frames);
        }
        catch (IOException exception)
        {
            var isFirst = !_isWriteFailing;
            _isWriteFailing = true;
            if (isFirst) LogMessages.WriteDelayed(_logger, Index, _buffer.Bytes, exception);
            throw isAppending
                ? LogWriteException.NotAppended(Index, _durable, exception)
                : LogWriteException.NotWritten(Index, _durable, exception);
        }
        _isWriteFailing = false;
        Volatile.Write(ref _readable, endOffset);
        _active.ReadableBytes = position + frames.Length;
    }

    /// <summary>Writes as <see cref="Flush"/> does, but leaves a failure to whoever comes next.</summary>
    private ReaderBell[] TryFlush()
    {
        if (_isClosed) return []; // what is left is written by who closes
        try
        {
            Flush();
        }
        catch (LogWriteException)
        {
            // logged; tried again by the timer, and by whoever appends or syncs next
        }
        return ArmAndTakeDue();
    }
}
