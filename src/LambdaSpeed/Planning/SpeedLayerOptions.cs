using LambdaSpeed.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSpeed;

/// <summary>How a topology runs. Validated once, when the run is planned.</summary>
public sealed record SpeedLayerOptions
{
    /// <summary>How many threads step the tasks; never more are started than there are tasks.</summary>
    /// <value>The default is the number of cores. Beside a web server fewer are kinder.</value>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>How many tuples a chunk holds at most; at most 256 when they hold references. Chunks are sent earlier when
    /// they are a fifth of a millisecond of work for the receiver, and when the sender has no more input or has worked for a
    /// millisecond.</summary>
    /// <value>The default is 1,024; below 64 the cost of a hop shows, above 1,024 nothing is gained.</value>
    public int ChunkSize { get; init; } = 1024;

    /// <summary>How many chunks wait at most on an edge between two tasks; when it is full, the sender waits.</summary>
    /// <value>The default is 8.</value>
    public int EdgeCapacity { get; init; } = 8;

    /// <summary>Into how many groups keys are divided; a task owns whole groups. The upper bound of parallelism behind a
    /// key: a topology with more is refused when it is planned.</summary>
    /// <value>The default is 128. It becomes part of what is stored: choose it once.</value>
    public int KeyGroups { get; init; } = 128;

    /// <summary>How often an epoch is published while tuples flow: how old a committed read may be. Nothing happens while none
    /// flow.</summary>
    /// <value>The default is 20 ms.</value>
    public TimeSpan EpochInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>After about how many tuples of all spouts together an epoch is published, if <see cref="EpochInterval"/> has not passed
    /// before. Bounds what a restart reads again, and the memory for what an epoch changes. While an epoch is being committed the next
    /// one goes on, so a slow store makes epochs larger.</summary>
    /// <value>The default is null: the interval alone decides. At least 1.</value>
    public long? EpochTuples { get; init; }

    /// <summary>Ends an epoch also after the spouts have read about so many bytes, so that replay after a failure and what a commit writes
    /// stay small also where tuples are large. Spouts count that know their bytes: of logs and of text files
    /// (<see cref="IMeasuredSpout"/>).</summary>
    /// <value>The default is null: no bound.</value>
    public long? EpochBytes { get; init; }

    /// <summary>Where the state of the run is kept, so that it survives the process: <see cref="CheckpointStore"/>.</summary>
    /// <value>The default is null: the run survives the failure of a task, but not the end of the process.</value>
    public ICheckpointStore? Checkpoints { get; init; }

    /// <summary>How often a tuple counts after a failure.</summary>
    /// <value>The default is <see cref="DeliveryGuarantee.ExactlyOnce"/>.</value>
    public DeliveryGuarantee Guarantee { get; init; } = DeliveryGuarantee.ExactlyOnce;

    /// <summary>How long <see cref="Checkpoints"/> may fail (a full disk) before the run ends. Until then the spouts wait, the write is
    /// tried
    /// again, and views show what was committed.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan CommitPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How the run goes on after the failure of a task.</summary>
    /// <value>The default restarts 10 times, after 50 ms and twice as long each time up to 10 s, and counts anew after a minute without
    /// failure.</value>
    public RestartPolicy Restart { get; init; } = new();

    /// <summary>Into what slices views are cut, and how long they are kept.</summary>
    /// <value>The default cuts when <c>CutAsync</c> is called, and folds the oldest of more than 16 slices that have
    /// ended.</value>
    public SliceOptions Slices { get; init; } = new();

    /// <summary>How many tuples one call of a bolt may emit; they are held in memory until the call returns.</summary>
    /// <value>The default is 1,048,576.</value>
    public int MaxEmitsPerTuple { get; init; } = 1 << 20;

    /// <summary>How many tuples of one <c>SelectMany</c> sequence are held so that its effect is atomic; longer ones are passed on in
    /// parts.</summary>
    /// <value>The default is 16,384.</value>
    public int MaxHeldSequence { get; init; } = 16_384;

    /// <summary>Carries the source position of each tuple along, so that faults can name it. Costs some bytes a tuple on every
    /// edge.</summary>
    /// <value>The default is false.</value>
    public bool TracksPositions { get; init; }

    /// <summary>A step longer than this is logged with the name of the component that holds up its worker.</summary>
    /// <value>The default is 100 ms.</value>
    public TimeSpan SlowStep { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The clock of the run: epochs, ticks, pauses.</summary>
    /// <value>The default is <see cref="System.TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the run logs. A logger that throws loses its message and does no other harm.</summary>
    /// <value>The default logs nowhere.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>A logger of the run. Everything that a run logs, and its components by their contexts, goes through one of these.</summary>
    internal ILogger LoggerOf(string category) => HarmlessLogger.Of(LoggerFactory, category);

    /// <summary>By what steps and turns are kept short, for the processor's sake: a simulation that is to repeat itself holds this one
    /// too.</summary>
    internal TimeProvider PaceClock { get; init; } = TimeProvider.System;

    /// <summary>Up to where the run reads its sources again, for a batch view; null for a run that goes on. A recomputation puts nothing
    /// out, and no store follows its views.</summary>
    internal Cut? RecomputedUpTo { get; init; }

    /// <summary>Throws for values that make no sense.</summary>
    internal SpeedLayerOptions Validated()
    {
        RequireInRange(Workers, 1, 1024, nameof(Workers));
        RequireInRange(ChunkSize, 1, 65_536, nameof(ChunkSize));
        RequireInRange(EdgeCapacity, 1, 65_536, nameof(EdgeCapacity));
        RequireInRange(KeyGroups, 1, 32_768, nameof(KeyGroups));
        RequireInRange(MaxEmitsPerTuple, 1, 1 << 28, nameof(MaxEmitsPerTuple));
        RequireInRange(MaxHeldSequence, 1, 1 << 28, nameof(MaxHeldSequence));
        RequirePositive(EpochInterval, nameof(EpochInterval));
        if (EpochTuples is { } tuples) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tuples, nameof(EpochTuples));
        if (EpochBytes is { } bytes) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes, nameof(EpochBytes));
        RequirePositive(SlowStep, nameof(SlowStep));
        RequirePositive(CommitPatience, nameof(CommitPatience));
        if (!Enum.IsDefined(Guarantee)) throw new ArgumentException(
            $"SpeedLayerOptions.{nameof(Guarantee)} is {Guarantee}; choose a member of DeliveryGuarantee.");
        if (Guarantee == DeliveryGuarantee.AtMostOnce && Checkpoints is not null) throw new ArgumentException(
            $"SpeedLayerOptions.{nameof(Checkpoints)} is set, but with {nameof(DeliveryGuarantee.AtMostOnce)} nothing is ever committed. " +
            $"Leave one of the two out.");
        if (Restart is null) throw new ArgumentException("SpeedLayerOptions.Restart is null; take RestartPolicy.Never for none.");
        RequireInRange(Restart.MaxRestarts, 0, int.MaxValue, $"{nameof(Restart)}.{nameof(Restart.MaxRestarts)}");
        RequireInRange(
            Restart.MaxRestartsAtOneTuple, 1, int.MaxValue, $"{nameof(Restart)}.{nameof(Restart.MaxRestartsAtOneTuple)}");
        RequirePositive(Restart.FirstDelay, $"{nameof(Restart)}.{nameof(Restart.FirstDelay)}");
        RequirePositive(Restart.LongestDelay, $"{nameof(Restart)}.{nameof(Restart.LongestDelay)}");
        RequirePositive(Restart.ResetAfter, $"{nameof(Restart)}.{nameof(Restart.ResetAfter)}");
        if (Slices is null) throw new ArgumentException("SpeedLayerOptions.Slices is null; leave it out for the defaults.");
        Slices.Validate();
        if (TimeProvider is null) throw new ArgumentException("SpeedLayerOptions.TimeProvider is null; leave it out for the system's.");
        if (LoggerFactory is null) throw new ArgumentException("SpeedLayerOptions.LoggerFactory is null; leave it out to log nowhere.");
        return this;
    }

    private static void RequireInRange(int value, int least, int most, string name)
    {
        if (value < least || value > most) throw new ArgumentException(
            $"SpeedLayerOptions.{name} is {value}; choose a value from {least} to {most}.");
    }

    private static void RequirePositive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value > ComponentOptions.LongestTime) throw new ArgumentException(
            $"SpeedLayerOptions.{name} is {value}; choose a positive time of at most {ComponentOptions.LongestTime.TotalDays} days.");
    }
}
