namespace LambdaSpeed;

/// <summary>A position that the log does not have, or does not have any more.</summary>
public sealed class LogPositionException : LambdaSpeedException
{
    internal LogPositionException(LogPosition position, long firstOffset, long endOffset, string finding, string remedy) : base(
        $"Position {position} of the log cannot be read: {finding}. " +
        $"Partition {position.Partition} has offsets {firstOffset} to {endOffset} (exclusive). Remedy: {remedy}.")
    {
        Position = position;
        FirstOffset = firstOffset;
        EndOffset = endOffset;
    }

    /// <summary>The position that was asked for.</summary>
    public LogPosition Position { get; }

    /// <summary>The first offset the partition still has.</summary>
    public long FirstOffset { get; }

    /// <summary>The offset behind the partition's last record.</summary>
    public long EndOffset { get; }

    internal static LogPositionException Expired(LogPosition position, long firstOffset, long endOffset) => new(
        position, firstOffset, endOffset, "retention has deleted that part",
        "go on at the first offset and accept the loss, or keep more (RetentionAge, RetentionBytes, a consumer that holds it)");

    internal static LogPositionException BeyondEnd(LogPosition position, long firstOffset, long endOffset) => new(
        position, firstOffset, endOffset, "it is past the end",
        "check that the position is of this log; a log that was restored from an older copy lacks what was appended since");

    internal static LogPositionException Withdrawn(LogPosition position, long firstOffset, long endOffset) => new(
        position, firstOffset, endOffset, "records before it were withdrawn, as the disk failed to make them durable",
        "go back to what was processed durably (the last checkpoint) and read on from there");

    internal static LogPositionException OutletPassed(
        LogPosition position, long firstOffset, long endOffset, string output, string consumer) => new(
        position, firstOffset, endOffset,
        $"retention has passed output '{output}' and deleted records of which it must know whether they were its own",
        $"forget them (DeleteConsumer(\"{consumer}\")) and accept that outputs of the last epoch may be put out twice, and have " +
        "retention wait for consumers (MayPassConsumers)");
}
