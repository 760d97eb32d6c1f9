using System.Diagnostics;

namespace LambdaSpeed.Logs;

/// <summary>A file of a partition, as its readers see it: how far it may be read, and what comes after it.</summary>
/// <remarks>A reader takes <see cref="Next"/> before <see cref="ReadableBytes"/>: when there is a next one, the bytes are final.</remarks>
[DebuggerDisplay("{Header.BaseOffset}, {ReadableBytes} bytes")]
internal sealed class LogSegment(SegmentHeader header, uint seed, long readableBytes, long maxTimestamp)
{
    private long _readableBytes = readableBytes; // written by the owner of the partition, read by all
    private long _maxTimestamp = maxTimestamp;   // ticks; likewise
    private volatile LogSegment? _next;          // set by the owner when this one is final; may be set anew when the next one is replaced

    public SegmentHeader Header { get; } = header;

    public long BaseOffset => Header.BaseOffset;

    /// <summary>The seed of its frames' checksums.</summary>
    public uint Seed { get; } = seed;

    /// <summary>Up to where the file may be read.</summary>
    public long ReadableBytes
    {
        get => Volatile.Read(ref _readableBytes);
        set => Volatile.Write(ref _readableBytes, value);
    }

    /// <summary>The latest timestamp in it, in UTC ticks.</summary>
    public long MaxTimestamp
    {
        get => Volatile.Read(ref _maxTimestamp);
        set => Volatile.Write(ref _maxTimestamp, value);
    }

    /// <summary>The segment that follows; null while this one is the last.</summary>
    public LogSegment? Next
    {
        get => _next;
        set => _next = value;
    }
}
