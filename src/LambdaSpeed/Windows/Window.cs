using LambdaSpeed.Windows;

namespace LambdaSpeed;

/// <summary>Which windows a stream is divided into, by event time. Immutable.</summary>
/// <remarks>
/// <para>A window holds the tuples from its start up to, but without, its end. Windows that overlap are not kept each for itself: a tuple
/// is counted once, in the piece of time (<em>pane</em>) that its windows have in common, and windows are put together when they are read.
/// So a tuple costs the same whether one window holds it or a thousand.</para>
/// <para>Sources: tumbling, hopping and session windows: T. Akidau et al., The Dataflow Model, VLDB 2015; panes: J. Li et al., No Pane, No
/// Gain, SIGMOD Record 2005; sliding and snapshot windows as in Azure Stream Analytics.</para>
/// </remarks>
public abstract class Window
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(36_500);

    private protected Window(string name) => Name = name;

    /// <summary>A short name for plans, like <c>hopping 01:00:00 by 00:05:00</c>; part of what a view's state is compared by.</summary>
    public string Name { get; }

    /// <summary>Windows of one size, one after the other.</summary>
    /// <param name="size">The size.</param>
    /// <param name="offset">Where one of them starts, after 1970-01-01 00:00 UTC.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public static Window Tumbling(TimeSpan size, TimeSpan offset = default) => Hopping(size, size, offset);

    /// <summary>Windows of one size that start at equal distances, and so overlap, or leave out what lies between them.</summary>
    /// <param name="size">The size.</param>
    /// <param name="every">From the start of one to the start of the next.</param>
    /// <param name="offset">Where one of them starts, after 1970-01-01 00:00 UTC.</param>
    /// <exception cref="ArgumentOutOfRangeException">Size or distance is not positive, or the distance is above the size.</exception>
    /// <exception cref="ArgumentException">A window would be made of more than a million panes: size and distance have only a very short
    /// time in common, like an hour and seven ticks.</exception>
    public static Window Hopping(TimeSpan size, TimeSpan every, TimeSpan offset = default)
    {
        Require(size, nameof(size));
        Require(every, nameof(every));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(every, size);
        var panes = HoppingWindows.PanesIn(size.Ticks, every.Ticks);
        if (panes > HoppingWindows.MostPanes) throw new ArgumentException(
            $"A window of {size:c} by {every:c} would be made of {panes} panes: the longest time that divides both is " +
            $"{new TimeSpan(size.Ticks / panes):c}. Remedy: choose a distance that the size is a multiple of, or one that shares a " +
            $"longer time with it, for at most {HoppingWindows.MostPanes} panes.", nameof(every));
        return new HoppingWindows(size.Ticks, every.Ticks, offset.Ticks);
    }

    /// <summary>For each instant at which something happened, the window of a size that ends with it: (instant - size, instant].</summary>
    /// <param name="size">The size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public static Window Sliding(TimeSpan size)
    {
        Require(size, nameof(size));
        return new SlidingWindows(size.Ticks);
    }

    /// <summary>For each instant at which something happened, a window of just this instant.</summary>
    public static Window Snapshot() => new SnapshotWindows();

    /// <summary>For each key, times of activity: tuples that are at most a gap apart are of one session, whatever the order in which they
    /// come. A session's start and end are the times of its first and its last tuple.</summary>
    /// <param name="gap">The longest time without a tuple within a session.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gap is not positive.</exception>
    public static Window Session(TimeSpan gap)
    {
        Require(gap, nameof(gap));
        return new SessionWindows(gap.Ticks);
    }

    /// <summary>Days, weeks or months of a time zone's calendar. A day is as long as that day was: 23 or 25 hours when the clock is
    /// changed; it starts at midnight or at the time that is named, or where the clock skips that, at the instant at which it
    /// does.</summary>
    /// <param name="unit">Days, weeks or months.</param>
    /// <param name="zone">The time zone; null for UTC.</param>
    /// <param name="firstDayOfWeek">The day that weeks start with.</param>
    /// <param name="dayBegins">The local time at which a day begins, and with it a week or a month: 4:00 for days of business that end in
    /// the night. Midnight unless it is named.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is none of its members.</exception>
    public static Window Calendar(
        CalendarUnit unit, TimeZoneInfo? zone = null, DayOfWeek firstDayOfWeek = DayOfWeek.Monday, TimeOnly dayBegins = default)
    {
        if (!Enum.IsDefined(unit)) throw new ArgumentOutOfRangeException(nameof(unit), unit, "Choose a member of CalendarUnit.");
        if (!Enum.IsDefined(firstDayOfWeek)) throw new ArgumentOutOfRangeException(nameof(firstDayOfWeek), firstDayOfWeek, "Choose a day.");
        return new CalendarWindows(unit, zone ?? TimeZoneInfo.Utc, firstDayOfWeek, dayBegins);
    }

    /// <summary>Windows of your own that do not overlap: trading hours, shifts, school terms.</summary>
    /// <remarks>A function that contradicts itself (a window that does not hold the instant, or is another one for its own first or last
    /// instant) halts the run and says so: it is asked for those too, once for each run of tuples of one window.</remarks>
    /// <param name="name">A name for them, which becomes part of what a view's state is compared by.</param>
    /// <param name="windowOf">From an instant to the window that holds it: pure, called by several tasks at once, and the same for all
    /// instants of a window.</param>
    public static Window Custom(string name, Func<DateTimeOffset, (DateTimeOffset Start, DateTimeOffset End)> windowOf)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(windowOf);
        return new CustomWindows(name, windowOf);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static void Require(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, _longest, name);
    }
}
