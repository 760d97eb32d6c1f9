using System.Globalization;

namespace LambdaSpeed.Windows;

/// <summary>Days, weeks or months of a time zone's calendar.</summary>
/// <remarks>Bounds are local times, midnights most often, brought to UTC. One that the clock skips is the instant at which it is put
/// forward, be that before it or at it; one that comes twice is the first of the two, so that a day is a single stretch of time.</remarks>
internal sealed class CalendarWindows(CalendarUnit unit, TimeZoneInfo zone, DayOfWeek firstDayOfWeek, TimeOnly dayBegins)
    : PaneWindows(NameOf(unit, zone, firstDayOfWeek, dayBegins))
{
    public override Pane PaneOf(long time)
    {
        var local = TimeZoneInfo.ConvertTime(new DateTimeOffset(time, TimeSpan.Zero), zone).Ticks - dayBegins.Ticks;
        var first = FirstDay(DateOnly.FromDateTime(new DateTime(Math.Max(0, local))));
        var start = StartOf(first);
        if (start > time) // the clock was put back over the begin: this hour is the second one of the day that had ended
        {
            first = FirstDay(first.AddDays(-1));
            start = StartOf(first);
        }
        var end = EndOf(first);
        if (end <= time)
        {
            start = end;
            end = EndOf(Next(first));
        }
        return new(start, end, end);
    }

    private DateOnly FirstDay(DateOnly day) => unit switch
    {
        CalendarUnit.Day => day,
        CalendarUnit.Week => DateOnly.FromDayNumber(Math.Max(0, day.DayNumber - ((day.DayOfWeek - firstDayOfWeek + 7) % 7))),
        _ => new DateOnly(day.Year, day.Month, 1),
    };

    private DateOnly Next(DateOnly first) => unit switch
    {
        CalendarUnit.Day => first.AddDays(1),
        CalendarUnit.Week => first.AddDays(7),
        _ => first.AddMonths(1),
    };

    private static string NameOf(CalendarUnit unit, TimeZoneInfo zone, DayOfWeek firstDayOfWeek, TimeOnly dayBegins)
    {
        var week = unit == CalendarUnit.Week ? $" from {firstDayOfWeek}" : "";
        var begins = dayBegins == TimeOnly.MinValue ? "" : string.Create(CultureInfo.InvariantCulture, $" at {dayBegins:O}");
        return $"calendar {unit.ToString().ToLowerInvariant()}{week}{begins}, {zone.Id}";
    }

    /// <summary>The last window of all ends with time itself.</summary>
    private long EndOf(DateOnly first) =>
        IsLast(first) ? DateTime.MaxValue.Ticks + 1 : Math.Min(StartOf(Next(first)), DateTime.MaxValue.Ticks + 1);

    private bool IsLast(DateOnly first) => unit switch
    {
        CalendarUnit.Day => first == DateOnly.MaxValue,
        CalendarUnit.Week => DateOnly.MaxValue.DayNumber - first.DayNumber < 7,
        _ => first is { Year: 9999, Month: 12 },
    };

    /// <summary>The first window of all begins with time itself.</summary>
    private long StartOf(DateOnly day)
    {
        if (day == DateOnly.MinValue) return 0;
        var begin = day.ToDateTime(dayBegins);
        if (zone.IsInvalidTime(begin)) return StartOfSkipped(begin);

        var offset = zone.IsAmbiguousTime(begin) ? zone.GetAmbiguousTimeOffsets(begin).Max() : zone.GetUtcOffset(begin);
        return begin.Ticks - offset.Ticks;
    }

    /// <summary>The instant at which the clock is put forward over the begin of a day, the first one that has that local time or a later
    /// one: looked for between two instants of which one is before it and one is not.</summary>
    private long StartOfSkipped(DateTime begin)
    {
        var before = begin;
        while (zone.IsInvalidTime(before)) before = before.AddMinutes(-15);
        var start = begin.Ticks - zone.GetUtcOffset(before).Ticks; // the begin, had the clock been left alone
        var earlier = start - (begin - before).Ticks - TimeSpan.TicksPerMinute;
        while (start - earlier > 1)
        {
            var middle = earlier + ((start - earlier) / 2);
            if (TimeZoneInfo.ConvertTime(new DateTimeOffset(middle, TimeSpan.Zero), zone).DateTime >= begin) start = middle;
            else earlier = middle;
        }
        return start;
    }
}
