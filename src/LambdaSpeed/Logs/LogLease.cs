using System.Diagnostics;

namespace LambdaSpeed;

/// <summary>A message of a <see cref="LogQueue"/> that was leased to one worker, with memory of its own.</summary>
[DebuggerDisplay("{Position}, attempt {Attempt}")]
public sealed class LogLease
{
    private readonly byte[] _bytes; // key, then value
    private readonly int _keyLength;

    internal LogLease(in LogRecord record, (string Log, string Name) queue)
    {
        Queue = queue;
        Position = record.Position;
        Timestamp = record.Timestamp;
        Headers = record.Headers.IsEmpty ? [] : record.Headers.ToArray();
        _keyLength = record.Key.Length;
        _bytes = [.. record.Key, .. record.Value];
        Attempt = 1;
    }

    private LogLease(LogLease earlier)
    {
        Queue = earlier.Queue;
        Position = earlier.Position;
        Timestamp = earlier.Timestamp;
        Headers = earlier.Headers;
        _keyLength = earlier._keyLength;
        _bytes = earlier._bytes;
        Attempt = earlier.Attempt + 1;
    }

    /// <summary>Where the message stands in the log: its identity.</summary>
    public LogPosition Position { get; }

    /// <summary>When it happened, or was appended.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>Its headers.</summary>
    public IReadOnlyList<LogHeader> Headers { get; }

    /// <summary>How often it was leased since the queue was opened, this time included. Above 1 its work may have been done in part, or
    /// wholly.</summary>
    public int Attempt { get; }

    /// <summary>Its key; empty when it has none.</summary>
    public ReadOnlyMemory<byte> Key => _bytes.AsMemory(0, _keyLength);

    /// <summary>Its value.</summary>
    public ReadOnlyMemory<byte> Value => _bytes.AsMemory(_keyLength);

    /// <summary>The value as a codec reads it.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="codec">The codec it was written with.</param>
    /// <exception cref="CodecException">The bytes are not of that codec.</exception>
    public T Read<T>(ICodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        var bytes = Value.Span;
        return codec.Read(ref bytes);
    }

    /// <summary>The queue that it was leased from: its log's id, and its name.</summary>
    internal (string Log, string Name) Queue { get; }

    internal LogLease Again() => new(this);
}
