namespace LambdaSpeed;

/// <summary>How far apart in event time two tuples may be that are joined. Immutable.</summary>
/// <remarks>A left tuple at time t meets the right tuples from t − <see cref="Before"/> up to and with t + <see cref="After"/>. Each
/// tuple is
/// kept until the watermark says that no partner can come any more, so memory follows the bounds, not the streams. What is wrong with
/// bounds is reported by <c>Build()</c>, in the name of the join.</remarks>
public sealed record JoinWindow
{
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    private JoinWindow(TimeSpan before, TimeSpan after)
    {
        Before = before;
        After = after;
    }

    /// <summary>By how much the right tuple may be earlier than the left one.</summary>
    public TimeSpan Before { get; }

    /// <summary>By how much the right tuple may be later than the left one.</summary>
    public TimeSpan After { get; }

    /// <summary>For how long behind the watermark tuples are still joined.</summary>
    /// <value>The default is zero.</value>
    public TimeSpan Lateness { get; private init; }

    /// <summary>The two are at most so far apart.</summary>
    /// <param name="distance">How far, whichever comes first.</param>
    public static JoinWindow Within(TimeSpan distance) => new(distance, distance);

    /// <summary>The right tuple is at most so much earlier or later than the left one.</summary>
    /// <param name="before">How much earlier it may be.</param>
    /// <param name="after">How much later it may be.</param>
    public static JoinWindow Within(TimeSpan before, TimeSpan after) => new(before, after);

    /// <summary>The right tuple comes with the left one or so much later at most: a click after what was shown.</summary>
    /// <param name="within">How much later it may be.</param>
    public static JoinWindow Following(TimeSpan within) => new(TimeSpan.Zero, within);

    /// <summary>Joins tuples also that come behind the watermark, up to some time; everything is kept for so much longer, and results that
    /// say that there is no partner come so much later.</summary>
    /// <param name="lateness">For how long, in event time.</param>
    public JoinWindow AllowLateness(TimeSpan lateness) => this with { Lateness = lateness };

    /// <summary>What is wrong with the bounds; null when nothing is.</summary>
    internal string? Problem()
    {
        if (Before < TimeSpan.Zero || Before > Longest) return $"its right tuples may be {Before} earlier";
        if (After < TimeSpan.Zero || After > Longest) return $"its right tuples may be {After} later";
        return Lateness < TimeSpan.Zero || Lateness > Longest ? $"its allowed lateness is {Lateness}" : null;
    }
}
