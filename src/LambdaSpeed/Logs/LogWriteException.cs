namespace LambdaSpeed;

/// <summary>The log could not write what was to be kept, or could not make it durable.</summary>
public sealed class LogWriteException : LambdaSpeedException
{
    internal LogWriteException(
        string message, int partition, long durableOffset, bool areRecordsWithdrawn, Exception? innerException) : base(message, innerException)
    {
        Partition = partition;
        DurableOffset = durableOffset;
        AreRecordsWithdrawn = areRecordsWithdrawn;
    }

    /// <summary>The partition that failed.</summary>
    public int Partition { get; }

    /// <summary>The offset before which all records of the partition are durable.</summary>
    public long DurableOffset { get; }

    /// <summary>Whether records that had been appended are gone, those from <see cref="DurableOffset"/> on: who appended them appends them
    /// again, in order. When false nothing is gone, as on a full disk: what was appended is kept, and written when there is room, and the record
    /// at hand was not appended and can be appended again. (Under <see cref="LogDurability.EveryAppend"/> it may have been: appended again,
    /// it may stand there twice.)</summary>
    public bool AreRecordsWithdrawn { get; }

    internal static LogWriteException NotWritten(int partition, long durableOffset, Exception cause) => new(
        $"Partition {partition} of the log could not write: {cause.Message} Nothing is lost: what was appended before is kept and will be " +
        "written. Remedy: make room or mend the disk; then it can be tried again.", partition, durableOffset, false, cause);

    internal static LogWriteException NotDurable(int partition, long durableOffset, long endOffset, Exception cause) => new(
        $"Partition {partition} of the log could not make offsets {durableOffset} to {endOffset} (exclusive) durable: {cause.Message} " +
        "The file is not trusted any more; these records are withdrawn and their offsets will be given again. Remedy: check the disk, then " +
        "append them again.", partition, durableOffset, true, cause);

    /// <summary>The same once more, for an appender who was not there when it happened.</summary>
    internal static LogWriteException Reported(LogWriteException earlier) =>
        new(earlier.Message, earlier.Partition, earlier.DurableOffset, true, earlier);

    internal static LogWriteException Withdrawn(LogPosition position, long durableOffset) => new(
        $"Record {position} of the log was withdrawn, as the disk failed to make it durable; the partition is durable up to offset " +
        $"{durableOffset}. Remedy: append it again; who has processed it goes back to the last checkpoint.",
        position.Partition, durableOffset, true, null);
}
