namespace LambdaSpeed;

/// <summary>What a spout answers after it was asked for tuples.</summary>
public readonly record struct SpoutStatus
{
    private SpoutStatus(SpoutStatusKind kind, TimeSpan delay)
    {
        Kind = kind;
        Delay = delay;
    }

    /// <summary>There is, or may be, more: ask again as soon as downstream has room.</summary>
    public static SpoutStatus Ready => new(SpoutStatusKind.Ready, TimeSpan.Zero);

    /// <summary>Nothing to emit until the spout calls <see cref="ComponentContext.Wake"/>.</summary>
    public static SpoutStatus Idle => new(SpoutStatusKind.Idle, TimeSpan.Zero);

    /// <summary>The source is at its true end: the spout is not asked again.</summary>
    public static SpoutStatus Ended => new(SpoutStatusKind.Ended, TimeSpan.Zero);

    /// <summary>Which answer.</summary>
    public SpoutStatusKind Kind { get; }

    /// <summary>For <see cref="SpoutStatusKind.Paused"/>: how long nothing will be due.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Nothing to emit for a while, unless the spout calls <see cref="ComponentContext.Wake"/> before.</summary>
    /// <remarks>Price: below 0.5 ms no timer is exact enough, so a worker watches the clock instead of sleeping, and a spout that answers
    /// such delays all the time keeps a whole core busy. That buys tuples that are a few microseconds late at most. Where they may be
    /// late by a millisecond, answer at least 0.5 ms and emit then all that has become due (as <c>Spouts.GeneratePaced</c>
    /// does).</remarks>
    /// <param name="delay">How long; the engine may ask a little earlier or later. A time that is over already, zero or less, is none: it
    /// asks again at once.</param>
    public static SpoutStatus PausedFor(TimeSpan delay) => new(SpoutStatusKind.Paused, delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
}
