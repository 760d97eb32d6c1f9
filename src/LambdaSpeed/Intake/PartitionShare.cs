using LambdaSpeed.Logs;

namespace LambdaSpeed.Intake;

/// <summary>The records of one group that go to one partition: appended as one chunk, so that no message is torn.</summary>
internal sealed class PartitionShare(ReplayLog log, int partition)
{
    private readonly LogChunk _chunk = log.NewChunk();
    private AppendedRecord? _appended; // where the chunk was put; null while it is not in the log
    private bool _isDurable;           // whether it is there for good

    public int Partition => partition;

    public int Count => _chunk.Count;

    /// <summary>Whether there is something to store.</summary>
    public bool IsPending => !_isDurable && _chunk.Count > 0;

    /// <summary>The offset behind its last record, once it is stored.</summary>
    public long EndOffset => _appended!.Value.Offset + _chunk.Count;

    public void Add(in LogEntry entry) => _chunk.Add(entry);

    /// <summary>Where a record of it stands, once it is stored.</summary>
    /// <param name="index">Which one.</param>
    public LogPosition PositionOf(int index) => new(partition, _appended!.Value.Offset + index);

    /// <summary>Appends the chunk, unless it is in the log, and returns when it is durable. May be called again after a failure: a chunk
    /// that only waits to be written is not appended twice, and one that was withdrawn is appended anew.</summary>
    /// <returns>Null; or why it is not durable, and may become so or not.</returns>
    public LogWriteException? TryStore()
    {
        var writer = log.Writers[partition];
        if (_appended is { } earlier && writer.IsWithdrawn(earlier.Generation, earlier.Offset + _chunk.Count)) _appended = null;
        try
        {
            var appended = _appended ??= writer.Append(_chunk);
            writer.Sync(appended.Offset + _chunk.Count, appended.Generation);
            _isDurable = true;
            return null;
        }
        catch (LogWriteException exception)
        {
            return exception;
        }
    }

    public void Clear()
    {
        _chunk.Clear();
        _appended = null;
        _isDurable = false;
    }
}
