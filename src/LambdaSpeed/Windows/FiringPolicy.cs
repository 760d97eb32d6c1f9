namespace LambdaSpeed;

/// <summary>When windows put out their results as tuples of a stream, and in which form. Immutable.</summary>
/// <remarks>
/// <para>What has been fired is part of every checkpoint: whatever fails, and however often the topology is started, a firing that has
/// been committed is not made again. A stop fires nothing; the true end of the input fires all that is open.</para>
/// <para>Source: T. Akidau et al., The Dataflow Model, VLDB 2015, section 2.3 (triggers and refinements).</para>
/// </remarks>
public sealed record FiringPolicy
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _longest = TimeSpan.FromDays(30);

    private FiringPolicy()
    {
    }

    /// <summary>Does a window fire only when no tuple can change it any more, rather than at its end?</summary>
    public bool IsWhenFinal { get; private init; }

    /// <summary>How often windows that have changed fire before their time, by the run's <see cref="TimeProvider"/>.</summary>
    /// <value>The default is null: they do not.</value>
    public TimeSpan? EarlyEvery { get; private init; }

    /// <summary>After how many tuples since its last firing a window fires before its time.</summary>
    /// <value>The default is null: it does not.</value>
    public int? EarlyAfter { get; private init; }

    /// <summary>Does each change after its time make a window fire again?</summary>
    /// <value>The default is false.</value>
    public bool IsLate { get; private init; }

    /// <summary>What the firings of one window have to do with each other.</summary>
    /// <value>The default is <see cref="FiringMode.Accumulating"/>.</value>
    public FiringMode Mode { get; private init; }

    internal bool IsEarly => EarlyEvery is not null || EarlyAfter is not null;

    /// <summary>Once for each window, when the watermark passes its end. Tuples that come behind that are missing in the stream, unless it
    /// is told of them by <see cref="WithLate"/>.</summary>
    public static FiringPolicy OnTime() => new();

    /// <summary>Once for each window, when it is final: the same results as the view's. Later than <see cref="OnTime"/> by the allowed
    /// lateness, and for windows that overlap by up to their size, as they share their panes.</summary>
    public static FiringPolicy WhenFinal() => new() { IsWhenFinal = true };

    /// <summary>Besides before their time, every so often if they have changed.</summary>
    /// <param name="every">How often, by the clock; from a millisecond to 30 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is too short or too long.</exception>
    public FiringPolicy WithEarly(TimeSpan every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, _shortest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(every, _longest);
        return this with { EarlyEvery = every };
    }

    /// <summary>Besides before their time, after so many tuples of a window. Where windows overlap a tuple costs as much as it has
    /// windows; so it does with <see cref="WithEarly(TimeSpan)"/>.</summary>
    /// <param name="tuples">How many; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public FiringPolicy WithEarly(int tuples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tuples, 1);
        return this with { EarlyAfter = tuples };
    }

    /// <summary>Besides with each tuple that comes after their time and is still accepted; see
    /// <c>WindowedStream.AllowLateness</c>.</summary>
    /// <exception cref="InvalidOperationException">Windows fire when they are final: then nothing comes after it.</exception>
    public FiringPolicy WithLate() => IsWhenFinal
        ? throw new InvalidOperationException("A window that fires when it is final does not change any more. Remedy: begin with OnTime().")
        : this with { IsLate = true };

    /// <summary>The same in another mode.</summary>
    /// <param name="mode">The mode.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mode is none of its members.</exception>
    public FiringPolicy In(FiringMode mode)
    {
        if (!Enum.IsDefined(mode)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "Choose a member of FiringMode.");
        return this with { Mode = mode };
    }

    /// <inheritdoc/>
    public override string ToString() => (IsWhenFinal ? "when final" : "on time")
        + (EarlyEvery is { } every ? $", early every {every:c}" : "") + (EarlyAfter is { } tuples ? $", early after {tuples} tuples" : "")
        + (IsLate ? ", late" : "") + $", {Mode.ToString().ToLowerInvariant()}";
}
