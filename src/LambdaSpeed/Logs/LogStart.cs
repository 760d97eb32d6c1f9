using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <summary>Where a reader of a log begins.</summary>
public abstract class LogStart
{
    private protected LogStart()
    {
    }

    /// <summary>At the first record that is kept.</summary>
    public static LogStart Earliest { get; } = new EarliestStart();

    /// <summary>Behind the last record there is when the reader begins.</summary>
    public static LogStart Latest { get; } = new LatestStart();

    /// <summary>At given positions; a partition that none of them names begins at its first record.</summary>
    /// <param name="positions">At most one position for each partition.</param>
    /// <exception cref="ArgumentException">A partition has two, or a position is negative.</exception>
    public static LogStart At(params IEnumerable<LogPosition> positions) => new PositionStart(positions);

    /// <summary>At the first record whose timestamp is not before a time; behind the last record when all are before.</summary>
    /// <param name="time">The time.</param>
    public static LogStart Time(DateTimeOffset time) => new TimeStart(time);

    /// <summary>Where a named consumer has got to, as it committed; a partition it has not committed yet begins at its first
    /// record.</summary>
    /// <param name="consumer">The consumer's name.</param>
    public static LogStart Stored(string consumer)
    {
        ArgumentException.ThrowIfNullOrEmpty(consumer);
        return new StoredStart(consumer);
    }

    /// <summary>The offset to begin at in a partition.</summary>
    internal abstract long Resolve(ReplayLog log, LogPartition partition);
}
