using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSpeed;

/// <summary>How an intake works; checked once, by <c>LogIntake.StartAsync</c>.</summary>
public sealed record IntakeOptions
{
    /// <summary>The name of the intake: part of every id in the log, so that two sources of one log do not mistake each other's. It stays
    /// the
    /// same over restarts, and only one intake of a log has it at a time. Up to 100 letters, digits, '-', '_' and '.' of ASCII.</summary>
    /// <value>"intake".</value>
    public string Name { get; init; } = "intake";

    /// <summary>How far a message that is delivered again is known: over the last so many records of its partition, whoever appended them;
    /// 1 to 10,000,000. Each takes some 200 bytes of memory for each partition, and is read once at the start.</summary>
    /// <value>100,000.</value>
    public int Window { get; init; } = 100_000;

    /// <summary>How many deliveries share a sync at most, and so how many are held in memory; 1 to 100,000.</summary>
    /// <value>1,024.</value>
    public int MaxTogether { get; init; } = 1024;

    /// <summary>How long the intake waits after the log has failed; the delay doubles from here. At least 1 ms.</summary>
    /// <value>50 ms.</value>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest delay between two attempts to store; at most a day.</summary>
    /// <value>10 s.</value>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of the delays.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the intake reports what it rejected or could not do.</summary>
    /// <value>Nowhere.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Whether partitions are stored one after the other instead of together: a simulation repeats itself then.</summary>
    /// <value>false.</value>
    internal bool StoresInTurn { get; init; }

    internal void Validate()
    {
        if (string.IsNullOrEmpty(Name) || Name.Length > 100 || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new ArgumentException(
                $"'{Name}' names no intake. Remedy: up to 100 letters, digits, '-', '_' and '.' of ASCII.", nameof(Name));
        }
        InRange(Window, 1, 10_000_000, nameof(Window));
        InRange(MaxTogether, 1, 100_000, nameof(MaxTogether));
        InRange(FirstDelay.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay, nameof(FirstDelay));
        InRange(LongestDelay.Ticks, FirstDelay.Ticks, TimeSpan.TicksPerDay, nameof(LongestDelay));
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(LoggerFactory);
    }

    /// <summary>How long to wait after so many failures one after the other.</summary>
    internal TimeSpan DelayAfter(int failures) =>
        TimeSpan.FromTicks((long)Math.Min(LongestDelay.Ticks, FirstDelay.Ticks * Math.Pow(2, Math.Min(failures - 1, 40))));

    private static void InRange(long value, long least, long most, string option)
    {
        if (value >= least && value <= most) return;

        throw new ArgumentOutOfRangeException(option, value, $"The option {option} of the intake must be from {least} to {most}.");
    }
}
