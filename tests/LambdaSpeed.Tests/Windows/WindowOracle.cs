using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Windows of one kind, and what they hold by plain sums over the events.</summary>
/// <param name="windows">The windows.</param>
internal abstract class WindowOracle(Window windows)
{
    private static readonly TimeSpan ThreeMinutes = TimeSpan.FromMinutes(3);

    /// <summary>Every kind of window of event time.</summary>
    public static TheoryData<string> Kinds { get; } =
        ["tumbling", "hopping", "sliding", "snapshot", "session", "days", "weeks", "months", "custom"];

    public Window Windows => windows;

    /// <summary>Draws windows of a kind.</summary>
    public static WindowOracle Draw(string kind, RandomEvents random)
    {
        var (size, every, offset) = (random.Seconds(1, 3000), random.Seconds(10, 200), random.Seconds(-5000, 5000));
        var wide = every + random.Seconds(0, 600);
        return kind switch
        {
            "tumbling" => AlignedWindows.Of(Window.Tumbling(size, offset), size, size, offset),
            "hopping" => AlignedWindows.Of(Window.Hopping(wide, every, offset), wide, every, offset),
            "sliding" => new SlidingOracle(size / 5),
            "snapshot" => new AlignedWindows(Window.Snapshot(), ticks => [(ticks, ticks + 1)]),
            "session" => new SessionOracle(random.Seconds(1, 400)),
            "custom" => AlignedWindows.Of(Window.Custom("by three minutes", ByThreeMinutes), ThreeMinutes, ThreeMinutes, TimeSpan.Zero),
            _ => CalendarOracle.Draw(kind, random),
        };
    }

    /// <summary>What is shown at the end.</summary>
    /// <param name="arrivals">The events in the order in which they come, each with the watermark that it comes behind.</param>
    /// <param name="lateness">For how long windows accept events behind their end.</param>
    public abstract ExpectedWindows Expect(IEnumerable<(TimedEvent Event, long Watermark)> arrivals, TimeSpan lateness);

    /// <summary>Does a window hold an instant?</summary>
    public virtual bool Holds(WindowResult<int, long> window, DateTimeOffset time) => window.Start <= time && time < window.End;

    private static (DateTimeOffset Start, DateTimeOffset End) ByThreeMinutes(DateTimeOffset time)
    {
        var start = time.AddTicks(-(time.Ticks % ThreeMinutes.Ticks));
        return (start, start + ThreeMinutes);
    }
}
