using System.Globalization;

namespace LambdaSpeed.Windows;

/// <summary>Days, weeks or months of a time zone's calendar.</summary>
/// <remarks>Bounds are local times, midnights most often, brought to UTC. One that the clock skips is the instant at which it is put
/// forward, be that before it or at it; one that comes twice is the first of the two, so that a day is a single stretch of time.</remarks>
internal sealed class CalendarWindows(CalendarUnit unit, TimeZoneInfo zone, DayOfWeek firstDayOfWeek, TimeOnly dayBegins)
    : PaneWindows(NameOf(unit, zone, firstDayOfWeek, dayBegins))
{
    private static readonly TimeSpan _farthestOffset = TimeSpan.FromHours(14); // of a local time from UTC
    private static readonly TimeSpan _step = TimeSpan.FromMinutes(15); // within which a clock is not changed twice

    public override Pane PaneOf(long time)
    {
        var local = LocalAt(time).Ticks - dayBegins.Ticks;
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
        var offset = zone.IsAmbiguousTime(begin) ? zone.GetAmbiguousTimeOffsets(begin).Max() : zone.GetUtcOffset(begin);
        var start = begin.Ticks - offset.Ticks;
        var isOutside = start < 0 || start > DateTime.MaxValue.Ticks;
        return isOutside || LocalAt(start) == begin ? start : StartOfSkipped(begin);
    }

    /// <summary>The first instant that has the local time of a begin that no clock has shown, or a later one. Looked for among instants, as
    /// the rules of a zone do not name all the times that were left out.</summary>
    private long StartOfSkipped(DateTime begin)
    {
        var start = begin.Ticks - _farthestOffset.Ticks;
        while (LocalAt(start) < begin) start += _step.Ticks;
        var earlier = start - _step.Ticks;
        while (start - earlier > 1)
        {
            var middle = earlier + ((start - earlier) / 2);
            if (LocalAt(middle) >= begin) start = middle;
            else earlier = middle;
        }
        return start;
    }

    private DateTime LocalAt(long time) => TimeZoneInfo.ConvertTime(new DateTimeOffset(time, TimeSpan.Zero), zone).DateTime;
}
