namespace LambdaSpeed;

/// <summary>How the watermark follows from the event times that were seen: up to when everything is taken to have come.
/// Immutable.</summary>
/// <remarks>
/// <para>The watermark is brought up to date after every tuple and travels with the tuples: whether one is late depends on what its source
/// held before it, not on chunks, threads or the moment of a restart. So a topology that reads the same sources again drops the same
/// tuples.</para>
/// <para>Within a task there may be several partitions: then the watermark is that of the partition that is furthest behind. Several tasks
/// are combined in the same way where their streams meet.</para>
/// </remarks>
public sealed record WatermarkStrategy
{
    private WatermarkStrategy(string name, long disorder, Func<IWatermarkGenerator>? generator)
    {
        Name = name;
        Disorder = disorder;
        Generator = generator;
    }

    /// <summary>A short name for plans, like <c>bounded out-of-orderness 00:01:00</c>.</summary>
    public string Name { get; }

    /// <summary>How many partitions there are that each have a watermark of their own. A task has no watermark before each that it reads
    /// has had a tuple or has become idle.</summary>
    /// <value>The default is 1: all tuples of a task are one partition. 0 for as many as the source has.</value>
    public int Partitions { get; private init; } = 1;

    internal bool HasSourcePartitions => Partitions == 0;

    /// <summary>After which time without tuples a partition is idle: nobody waits for it until it has tuples again. By the run's
    /// <see cref="TimeProvider"/>, so this part is not the same when tuples are read again.</summary>
    /// <value>The default is null: never.</value>
    public TimeSpan? IdleAfter { get; private init; }

    /// <summary>Does event time go on with the clock while all partitions are idle?</summary>
    /// <value>The default is false: what is open stays open until there are tuples again.</value>
    public bool FollowsClockWhenIdle { get; private init; }

    /// <summary>How far ahead of the run's <see cref="TimeProvider"/> an event time may be. One that is further ahead would make everything
    /// final that is still to come; its tuple falls under the failure policy of <c>WithEventTime</c>.</summary>
    /// <value>The default is null: any time up to the year 9999, which is refused in any case.</value>
    public TimeSpan? MaxAhead { get; private init; }

    internal long Disorder { get; }

    internal Func<IWatermarkGenerator>? Generator { get; }

    /// <summary>Tuples come at most so much later than a tuple with a later event time: the watermark is the latest event time seen, less
    /// this.</summary>
    /// <param name="disorder">How much later; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <remarks>Source: T. Akidau et al., The Dataflow Model, VLDB 2015; the bounded form is Flink's.</remarks>
    public static WatermarkStrategy BoundedOutOfOrderness(TimeSpan disorder)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(disorder, TimeSpan.Zero);
        return new($"bounded out-of-orderness {disorder:c}", disorder.Ticks, null);
    }

    /// <summary>Tuples come in the order of their event times, equal ones included.</summary>
    public static WatermarkStrategy Ascending() => new("ascending", 0, null);

    /// <summary>Nothing is late, whatever its event time: the watermark moves at the end of the input only, so no window is final before.
    /// For bounded sources without any order; windows are kept until then.</summary>
    public static WatermarkStrategy AtTheEnd() => new("at the end", long.MaxValue, null);

    /// <summary>A strategy of your own.</summary>
    /// <param name="generator">Makes the generator of one partition in one task.</param>
    public static WatermarkStrategy Custom(Func<IWatermarkGenerator> generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new("custom", 0, generator);
    }

    /// <summary>The same with a watermark for each of several partitions: those that <c>partitionOf</c> names, else those of the
    /// source.</summary>
    /// <remarks>Right behind a spout with positions a task waits for those partitions alone that the spout reads in it; further on, for
    /// all.</remarks>
    /// <param name="count">How many; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1 or above 65,536.</exception>
    public WatermarkStrategy ForPartitions(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 65_536);
        return this with { Partitions = count };
    }

    /// <summary>The same with a watermark for each partition of the source, however many there are. Right behind a spout with
    /// positions, which says what it reads in a task; a partition that comes to be later counts from its first tuple on.</summary>
    /// <remarks>For partitions that are read side by side. One that has been read to its end is still waited for until the input ends: of
    /// files that are read one after the other, nothing would be final before.</remarks>
    public WatermarkStrategy ForSourcePartitions() => this with { Partitions = 0 };

    /// <summary>The same, but with partitions that nobody waits for after a time without tuples.</summary>
    /// <param name="time">The time; at least a millisecond.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is too short, or longer than 30 days.</exception>
    public WatermarkStrategy WithIdleAfter(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromDays(30));
        return this with { IdleAfter = time };
    }

    /// <summary>The same, but event time goes on with the clock while all partitions are idle, so that the last windows of a source that
    /// falls silent become final all the same.</summary>
    /// <remarks>As if there had been a tuple that much later than the last one. A task that is idle still holds nobody back; where all that
    /// a component reads are idle, the one that is farthest counts. By the run's <see cref="TimeProvider"/>, so this part is not the same
    /// when tuples are read again; a restart goes on with the watermark that was reached. Tuples that come after the silence with
    /// older event times are late.</remarks>
    /// <exception cref="InvalidOperationException">No idle time was given with <see cref="WithIdleAfter"/>.</exception>
    public WatermarkStrategy WithClockWhenIdle() => IdleAfter is null
        ? throw new InvalidOperationException(
            "No partition of this strategy is ever idle, so the clock would never be followed. Remedy: say WithIdleAfter first.")
        : this with { FollowsClockWhenIdle = true };

    /// <summary>The same, but refusing event times that are too far ahead of the clock: a single one, of a device whose clock is wrong,
    /// would make all others late.</summary>
    /// <param name="time">How far ahead one may be; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or above 36,500 days.</exception>
    public WatermarkStrategy WithMaxAhead(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromDays(36_500));
        return this with { MaxAhead = time };
    }

    /// <summary>The name, with all that was added to it.</summary>
    public override string ToString() => string.Concat(
        Name,
        HasSourcePartitions ? ", for each partition of the source" : Partitions > 1 ? $", for each of {Partitions} partitions" : "",
        IdleAfter is { } idle ? $", idle after {idle:c}" : "",
        FollowsClockWhenIdle ? ", then by the clock" : "",
        MaxAhead is { } ahead ? $", at most {ahead:c} ahead" : "");
}
