using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSpeed;

/// <summary>How a log is opened; checked once, by <see cref="ReplayLog.OpenAsync"/>.</summary>
public sealed record ReplayLogOptions
{
    internal const int LargestRecordBytes = 32 << 20;
    private const int MostPartitions = 4096;
    private const long LeastSegmentBytes = 1024;

    /// <summary>How many partitions the log has; fixed when it is made, 1 to 4096.</summary>
    /// <value>null: one for a new log, and as many as it has for one that exists.</value>
    public int? Partitions { get; init; }

    /// <summary>Bytes after which a segment is ended and the next file begun; at least 1024. Retention deletes whole segments.</summary>
    /// <value>128 MiB.</value>
    public long SegmentBytes { get; init; } = 128 << 20;

    /// <summary>When appended records are made durable.</summary>
    /// <value>Within 100 ms.</value>
    public LogDurability Durability { get; init; } = LogDurability.Interval(TimeSpan.FromMilliseconds(100));

    /// <summary>How long records are kept, by their own timestamps; a segment is deleted when all of it is older.</summary>
    /// <value>null: for ever.</value>
    public TimeSpan? RetentionAge { get; init; }

    /// <summary>How many bytes each partition keeps at most, to the next whole segment; the last segment is always kept.</summary>
    /// <value>null: all.</value>
    public long? RetentionBytes { get; init; }

    /// <summary>Whether retention may delete what a named consumer, or a checkpoint of a run, has not passed yet. That reader then gets a
    /// <see cref="LogPositionException"/>.</summary>
    /// <value>false: the slowest consumer holds retention up.</value>
    public bool MayPassConsumers { get; init; }

    /// <summary>The most bytes of key, headers and value that one record may have together; up to 32 MiB.</summary>
    /// <value>1 MiB.</value>
    public int MaxRecordBytes { get; init; } = 1 << 20;

    /// <summary>Whether this process appends, or only reads.</summary>
    /// <value><see cref="LogAccess.Write"/>.</value>
    public LogAccess Access { get; init; } = LogAccess.Write;

    /// <summary>How often a process that only reads looks for new records while a reader waits.</summary>
    /// <value>20 ms.</value>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The clock of timestamps, intervals and retention.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the log reports what it repaired, deleted or could not do.</summary>
    /// <value>Nowhere.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    internal void Validate()
    {
        if (Partitions is { } partitions) InRange(partitions, 1, MostPartitions, nameof(Partitions));
        InRange(SegmentBytes, LeastSegmentBytes, long.MaxValue, nameof(SegmentBytes));
        InRange(MaxRecordBytes, 1, LargestRecordBytes, nameof(MaxRecordBytes));
        InRange(RetentionBytes ?? 0, 0, long.MaxValue, nameof(RetentionBytes));
        InRange(RetentionAge?.Ticks ?? 0, 0, long.MaxValue, nameof(RetentionAge));
        InRange(PollInterval.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay, nameof(PollInterval));
        ArgumentNullException.ThrowIfNull(Durability);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        if (Access is not (LogAccess.Write or LogAccess.Read))
        {
            throw new ArgumentOutOfRangeException(nameof(Access), Access, "A log is opened for writing or for reading.");
        }
    }

    private static void InRange(long value, long least, long most, string option)
    {
        if (value >= least && value <= most) return;

        throw new ArgumentOutOfRangeException(option, value, $"The option {option} of the log must be from {least} to {most}.");
    }
}
