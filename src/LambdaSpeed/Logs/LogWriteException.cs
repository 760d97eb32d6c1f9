namespace LambdaSpeed;

/// <summary>The log could not write what was to be kept, or could not make it durable.</summary>
public sealed class LogWriteException : LambdaSpeedException
{
    internal LogWriteException(string message, int partition, long durableOffset, Exception? innerException) : base(message, innerException)
    {
        Partition = partition;
        DurableOffset = durableOffset;
    }

    /// <summary>The partition that failed.</summary>
    public int Partition { get; }

    /// <summary>Are records lost to their readers, whose offsets will be given again? Else nothing was lost, and the same may be tried
    /// again.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>The offset before which all records of the partition are durable.</summary>
    public long DurableOffset { get; }

    internal static LogWriteException NotAppended(int partition, long durableOffset, Exception cause) => new(
        $"Partition {partition} of the log could not write: {cause.Message} Nothing was appended by this call; what was appended " +
        "before and is not written yet is kept and tried again. Remedy: make room or mend the disk, then do it again.",
        partition, durableOffset, cause);

    internal static LogWriteException NotWritten(int partition, long durableOffset, Exception cause) => new(
        $"Partition {partition} of the log could not write: {cause.Message} What was appended is kept in memory and tried again, with " +
        "the next append or sync at the latest; until then it is not safe. Remedy: make room or mend the disk, then sync.",
        partition, durableOffset, cause);

    internal static LogWriteException NotDurable(int partition, long durableOffset, long endOffset, Exception cause) => new(
        $"Partition {partition} of the log could not make offsets {durableOffset} to {endOffset} (exclusive) durable: {cause.Message} " +
        "The file is not trusted any more; these records are withdrawn and their offsets will be given again. Remedy: check the disk, " +
        "then append them again.", partition, durableOffset, cause) { IsWithdrawn = true };

    /// <summary>The same once more, for an appender who was not there when it happened.</summary>
    internal static LogWriteException Reported(LogWriteException earlier) =>
        new(earlier.Message, earlier.Partition, earlier.DurableOffset, earlier) { IsWithdrawn = earlier.IsWithdrawn };

    internal static LogWriteException Withdrawn(LogPosition position, long durableOffset) => new(
        $"Record {position} of the log was withdrawn, as the disk failed to make it durable; the partition is durable up to offset " +
        $"{durableOffset}. Remedy: append it again; who has processed it goes back to the last checkpoint.",
        position.Partition, durableOffset, null) { IsWithdrawn = true };
}
