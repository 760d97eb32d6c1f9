using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Logs;

/// <summary>Frames on their way to a file: finished ones, and behind them the one that records are added to.</summary>
/// <remarks>Not safe for use by several threads; its owner has a lock or is one thread.</remarks>
/// <param name="keptBytes">A larger array, made for once, is not kept by <see cref="Clear"/>.</param>
[DebuggerDisplay("{Bytes} bytes, {OpenCount} records in the open frame")]
internal sealed class FrameBuffer(int keptBytes)
{
    private const int MinimumBytes = 4 << 10;

    private byte[] _bytes = [];   // grows; what is behind Bytes means nothing
    private int _frame = -1;      // where the open frame begins; -1 while there is none
    private bool _isPlain;        // whether a record without a timestamp needs none in the open frame
    private long _now;            // ticks: when the open frame was begun
    private long _baseTimestamp;  // ticks: of the open frame's first record
    private long _maxTimestamp;   // ticks: the latest in the open frame

    /// <summary>Bytes of all frames, the open one included.</summary>
    public int Bytes { get; private set; }

    public bool HasOpenFrame => _frame >= 0;

    /// <summary>Bytes of the open frame; 0 while there is none.</summary>
    public int OpenBytes => _frame < 0 ? 0 : Bytes - _frame;

    /// <summary>Records in the open frame.</summary>
    public int OpenCount { get; private set; }

    /// <summary>The finished frames; there must be no open one.</summary>
    public ReadOnlySpan<byte> Finished => _bytes.AsSpan(0, Bytes);

    /// <summary>Begins a frame.</summary>
    /// <param name="now">In UTC ticks: the timestamp of records that bring none.</param>
    public void Open(long now)
    {
        Debug.Assert(_frame < 0, "a frame is open");
        Reserve(FrameHeader.Bytes);
        _frame = Bytes;
        _isPlain = false;
        _now = now;
        Bytes += FrameHeader.Bytes;
        OpenCount = 0;
    }

    /// <summary>Adds a record to the open frame.</summary>
    /// <param name="entry">The record.</param>
    /// <param name="maxSize">What <see cref="RecordFormat.MaxSizeOf"/> says of it.</param>
    public void Add(in LogEntry entry, int maxSize)
    {
        Reserve(maxSize);
        var timestamp = entry.Ticks != 0 ? entry.Ticks : _now;
        if (OpenCount == 0)
        {
            _baseTimestamp = _maxTimestamp = timestamp;
            _isPlain = timestamp == _now;
        }
        else if (timestamp > _maxTimestamp) _maxTimestamp = timestamp;

        var at = Bytes;
        RecordFormat.Write(_bytes, ref at, entry, timestamp - _baseTimestamp);
        Bytes = at;
        OpenCount++;
    }

    /// <summary>Adds a record that is nothing but its value, the short way; false when that is not possible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAddPlain(ReadOnlySpan<byte> value)
    {
        var bytes = _bytes.AsSpan(Bytes);
        if (!_isPlain || value.Length >= RecordFormat.ShortValueBytes) return false;
        if (bytes.Length < value.Length + RecordFormat.ShortPrefixBytes) return false;

        Bytes += RecordFormat.WriteShort(bytes, value);
        OpenCount++;
        return true;
    }

    /// <summary>Finishes the open frame.</summary>
    /// <param name="baseOffset">The offset of its first record.</param>
    /// <param name="durableOffset">Before which everything is known to be durable.</param>
    /// <param name="seed">The segment's seed.</param>
    public FrameHeader Finish(long baseOffset, long durableOffset, uint seed)
    {
        if (OpenCount == 0) _baseTimestamp = _maxTimestamp = 0;
        var header = Describe(baseOffset, durableOffset);
        header.Seal(_bytes.AsSpan(_frame, Bytes - _frame), seed);
        _frame = -1;
        _isPlain = false;
        OpenCount = 0;
        return header;
    }

    /// <summary>Finishes the only frame, and leaves it open: it may be finished again, for another place.</summary>
    public ReadOnlySpan<byte> FinishAgain(long baseOffset, long durableOffset, uint seed, out FrameHeader header)
    {
        header = Describe(baseOffset, durableOffset);
        var frame = _bytes.AsSpan(0, Bytes);
        header.Seal(frame, seed);
        return frame;
    }

    /// <summary>Takes a frame that was finished elsewhere; there must be no open one.</summary>
    public void AddFinished(ReadOnlySpan<byte> frame)
    {
        Debug.Assert(_frame < 0, "a frame is open");
        Reserve(frame.Length);
        frame.CopyTo(_bytes.AsSpan(Bytes));
        Bytes += frame.Length;
    }

    public void Clear()
    {
        Bytes = 0;
        OpenCount = 0;
        _frame = -1;
        _isPlain = false;
        if (_bytes.Length > keptBytes) _bytes = [];
    }

    private FrameHeader Describe(long baseOffset, long durableOffset) =>
        new(Bytes - _frame - FrameHeader.Bytes, OpenCount, baseOffset, _baseTimestamp, _maxTimestamp, durableOffset);

    private void Reserve(int bytes)
    {
        var needed = Bytes + bytes;
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, Math.Max(MinimumBytes, 2 * _bytes.Length)));
    }
}
