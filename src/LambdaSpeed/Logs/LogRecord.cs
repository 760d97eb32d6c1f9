using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <summary>A record of the log, read where it lies in the reader's buffer.</summary>
/// <remarks>Valid until the reader it came from is asked again, or disposed. Copy what is to be kept.</remarks>
public readonly ref struct LogRecord
{
    private readonly ReadOnlySpan<byte> _body; // key, headers, value
    private readonly int _keyLength;
    private readonly int _headersLength;
    private readonly long _timestamp;

    internal LogRecord(ReadOnlySpan<byte> body, scoped in RecordSlice slice, int partition, long offset, long timestamp)
    {
        _body = body;
        _keyLength = slice.KeyLength;
        _headersLength = slice.HeadersLength;
        _timestamp = timestamp;
        Partition = partition;
        Offset = offset;
    }

    /// <summary>The partition it was read from.</summary>
    public int Partition { get; }

    /// <summary>Its place in the partition.</summary>
    public long Offset { get; }

    /// <summary>Its place in the log.</summary>
    public LogPosition Position => new(Partition, Offset);

    /// <summary>The key; empty when it has none.</summary>
    public ReadOnlySpan<byte> Key => _body[.._keyLength];

    /// <summary>The value.</summary>
    public ReadOnlySpan<byte> Value => _body[(_keyLength + _headersLength)..];

    /// <summary>The headers.</summary>
    public LogHeaders Headers => new(_body.Slice(_keyLength, _headersLength));

    /// <summary>When it happened, or when it was appended, as its writer chose; in UTC.</summary>
    public DateTimeOffset Timestamp => new(_timestamp, TimeSpan.Zero);
}
