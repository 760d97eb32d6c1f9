using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <summary>Appends values of one type to a log.</summary>
/// <remarks>Made by <c>ReplayLog.WriterOf</c>; light, safe for use by several threads, and without anything to dispose. Beyond what the
/// codec itself allocates an append allocates nothing.</remarks>
/// <typeparam name="T">The values.</typeparam>
public sealed class ReplayLogWriter<T>
{
    private readonly ReplayLog _log;
    private readonly ICodec<T> _codec;
    private readonly Action<ScratchBuffer, T>? _writeKey;

    internal ReplayLogWriter(ReplayLog log, ICodec<T> codec, Action<ScratchBuffer, T>? writeKey)
    {
        _log = log;
        _codec = codec;
        _writeKey = writeKey;
    }

    /// <summary>Appends a value, as <see cref="ReplayLog.Append(in LogEntry)"/> does.</summary>
    /// <param name="value">The value.</param>
    /// <param name="timestamp">When it happened; null for now.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="CodecException">The codec cannot write it.</exception>
    /// <exception cref="LogWriteException">It was not appended, or could not be made durable.</exception>
    public LogPosition Append(T value, DateTimeOffset? timestamp = null) => Append(value, timestamp, out _);

    /// <summary>Appends a value without holding up the caller, as <see cref="ReplayLog.AppendAsync(in LogEntry, CancellationToken)"/>
    /// does.</summary>
    /// <param name="value">The value; it is encoded before the call returns.</param>
    /// <param name="cancellationToken">Gives up waiting; the value stays appended.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="CodecException">The codec cannot write it.</exception>
    /// <exception cref="LogWriteException">It was not appended, or could not be made durable.</exception>
    public ValueTask<LogPosition> AppendAsync(T value, CancellationToken cancellationToken = default)
    {
        var buffer = ScratchBuffer.Take();
        try
        {
            return _log.AppendAsync(Encode(buffer, value, null), cancellationToken);
        }
        finally
        {
            buffer.GiveBack();
        }
    }

    /// <summary>Adds a value to a chunk.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="value">The value.</param>
    /// <param name="timestamp">When it happened; null for when the chunk was begun.</param>
    public void AddTo(LogChunk chunk, T value, DateTimeOffset? timestamp = null)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        var buffer = ScratchBuffer.Take();
        try
        {
            chunk.Add(Encode(buffer, value, timestamp));
        }
        finally
        {
            buffer.GiveBack();
        }
    }

    /// <summary>Appends a value, and says in which generation of its partition.</summary>
    internal LogPosition Append(T value, DateTimeOffset? timestamp, out int generation)
    {
        var buffer = ScratchBuffer.Take();
        try
        {
            return _log.Append(Encode(buffer, value, timestamp), out generation);
        }
        finally
        {
            buffer.GiveBack();
        }
    }

    /// <summary>The log it appends to.</summary>
    internal ReplayLog Log => _log;

    /// <summary>Writes the key and the value into a buffer, one behind the other.</summary>
    /// <returns>How many bytes the key has.</returns>
    internal int WriteTo(ScratchBuffer buffer, T value)
    {
        var start = buffer.Length;
        _writeKey?.Invoke(buffer, value);
        var keyLength = buffer.Length - start;
        _codec.Write(buffer, value);
        return keyLength;
    }

    private LogEntry Encode(ScratchBuffer buffer, T value, DateTimeOffset? timestamp)
    {
        var keyLength = WriteTo(buffer, value);
        return new LogEntry(buffer.Span[..keyLength], buffer.Span[keyLength..]) { Timestamp = timestamp };
    }
}
