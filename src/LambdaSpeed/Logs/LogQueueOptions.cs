namespace LambdaSpeed;

/// <summary>How a log is used as a queue of work.</summary>
public sealed record LogQueueOptions
{
    /// <summary>How long a message is left to whoever leased it, before it is given to another.</summary>
    /// <value>30 s.</value>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many messages may be leased, or wait for their redelivery, at a time; 1 to 100,000. Each is held in memory.</summary>
    /// <value>1,000.</value>
    public int MaxOutstanding { get; init; } = 1000;

    /// <summary>How far ahead of the oldest unacknowledged message of a partition others may be leased; 1 to 10,000,000 records. Bounds
    /// what
    /// one message that is never acknowledged can make the queue remember.</summary>
    /// <value>100,000.</value>
    public int MaxAhead { get; init; } = 100_000;

    internal void Validate()
    {
        InRange(LeaseTime.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.FromDays(30).Ticks, nameof(LeaseTime));
        InRange(MaxOutstanding, 1, 100_000, nameof(MaxOutstanding));
        InRange(MaxAhead, 1, 10_000_000, nameof(MaxAhead));
    }

    private static void InRange(long value, long least, long most, string option)
    {
        if (value >= least && value <= most) return;

        throw new ArgumentOutOfRangeException(option, value, $"The option {option} of the queue must be from {least} to {most}.");
    }
}
