using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Diagnostics;

/// <content>What the replay log logs: events 40 to 59.</content>
internal static partial class LogMessages
{
    [LoggerMessage(40, LogLevel.Warning,
        "'{File}' ended in what a crash had left of unsynced frames: cut off {Bytes} bytes at {Position}; the next offset is {Offset}")]
    public static partial void TornTailCut(ILogger logger, string file, long position, long bytes, long offset);

    [LoggerMessage(41, LogLevel.Error,
        "Partition {Partition} of the log could not be made durable; offsets {Durable} to {End} (exclusive) are withdrawn")]
    public static partial void RecordsWithdrawn(ILogger logger, int partition, long durable, long end, Exception exception);

    [LoggerMessage(42, LogLevel.Warning, "Partition {Partition} of the log could not write; {Bytes} bytes are kept and tried again")]
    public static partial void WriteDelayed(ILogger logger, int partition, int bytes, Exception exception);

    [LoggerMessage(43, LogLevel.Information,
        "Retention deleted the segment of offsets {First} to {End} (exclusive) of partition {Partition}")]
    public static partial void SegmentExpired(ILogger logger, int partition, long first, long end);

    [LoggerMessage(44, LogLevel.Warning, "Retention of partition {Partition} failed and will be tried again")]
    public static partial void RetentionFailed(ILogger logger, int partition, Exception exception);

    [LoggerMessage(45, LogLevel.Warning,
        "The index of segment {BaseOffset} of partition {Partition} could not be saved; it will be made when needed")]
    public static partial void IndexNotSaved(ILogger logger, int partition, long baseOffset, Exception exception);

    [LoggerMessage(46, LogLevel.Warning, "The offsets of consumer '{Consumer}' could not be saved and will be tried again")]
    public static partial void OffsetsNotSaved(ILogger logger, string consumer, Exception exception);

    [LoggerMessage(47, LogLevel.Warning, "The log in '{Directory}' could not look for new records and will try again")]
    public static partial void PollFailed(ILogger logger, string directory, Exception exception);

    [LoggerMessage(48, LogLevel.Warning,
        "Component '{Component}' cannot hold retention up by consumer '{Consumer}'; give its spout another consumer's name")]
    public static partial void RetentionNotHeld(ILogger logger, string component, string consumer, Exception exception);

    [LoggerMessage(49, LogLevel.Warning,
        "The orderly end of partition {Partition} could not be marked; damage of its last records would be taken for a torn end")]
    public static partial void EndNotMarked(ILogger logger, int partition, Exception exception);

    [LoggerMessage(50, LogLevel.Warning,
        "Retention has passed queue '{Consumer}': offsets {From} to {To} (exclusive) of partition {Partition} were deleted undone")]
    public static partial void ConsumerPassed(ILogger logger, string consumer, long from, long to, int partition);
}
