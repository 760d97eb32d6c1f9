using System.Diagnostics;
using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <summary>Records that are appended together: all of them or none, one behind the other, at the cost of one append.</summary>
/// <remarks>Filled by one thread at a time, and not during an append of it. It may be appended any number of times, to any partition and
/// log; its memory is reused after <see cref="Clear"/>. Made by <see cref="ReplayLog.NewChunk"/>.</remarks>
[DebuggerDisplay("{Count} records, {Bytes} bytes")]
public sealed class LogChunk
{
    private const int KeptBytes = 4 << 20;
    private const int FullBytes = FrameHeader.MaxBodyBytes - RecordFormat.ShortValueBytes - RecordFormat.ShortPrefixBytes;

    private readonly TimeProvider _timeProvider;
    private readonly int _maxRecordBytes;
    private readonly int _maxShortBytes;

    internal LogChunk(TimeProvider timeProvider, int maxRecordBytes)
    {
        _timeProvider = timeProvider;
        _maxRecordBytes = maxRecordBytes;
        _maxShortBytes = Math.Min(maxRecordBytes, RecordFormat.ShortValueBytes - 1);
    }

    /// <summary>How many records it holds.</summary>
    public int Count => Frames.OpenCount;

    /// <summary>How many bytes they take in the log.</summary>
    public int Bytes => Frames.Bytes;

    /// <summary>The one frame, open.</summary>
    internal FrameBuffer Frames { get; } = new(KeptBytes);

    /// <summary>Adds a record without a key.</summary>
    /// <param name="value">What is to be kept.</param>
    /// <exception cref="ArgumentException">The record is larger than the log's <see cref="ReplayLogOptions.MaxRecordBytes"/>.</exception>
    /// <exception cref="InvalidOperationException">The chunk would have more than 64 MiB.</exception>
    public void Add(ReadOnlySpan<byte> value)
    {
        if (value.Length > _maxShortBytes || Frames.Bytes > FullBytes || !Frames.TryAddPlain(value)) Add(new LogEntry(value));
    }

    /// <summary>Adds a record. One without a timestamp of its own gets the time at which the chunk was begun.</summary>
    /// <param name="entry">The record.</param>
    /// <exception cref="ArgumentException">The record is larger than the log's <see cref="ReplayLogOptions.MaxRecordBytes"/>.</exception>
    /// <exception cref="InvalidOperationException">The chunk would have more than 64 MiB.</exception>
    public void Add(in LogEntry entry)
    {
        var size = RecordSize.Require(entry, _maxRecordBytes);
        if (!Frames.HasOpenFrame) Frames.Open(_timeProvider.GetUtcNow().UtcTicks);
        if (Frames.Bytes + size > FrameHeader.MaxBodyBytes)
        {
            throw new InvalidOperationException(
                $"The chunk has {Count} records of {Bytes} bytes, and one of {size} bytes would bring it over " +
                $"{FrameHeader.MaxBodyBytes}. Remedy: append and clear it before.");
        }
        Frames.Add(entry, size);
    }

    /// <summary>Takes all records out, to begin anew.</summary>
    public void Clear() => Frames.Clear();
}
