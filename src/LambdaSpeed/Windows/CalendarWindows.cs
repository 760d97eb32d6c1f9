namespace LambdaSpeed.Windows;

/// <summary>Days, weeks or months of a time zone's calendar.</summary>
/// <remarks>Bounds are local midnights brought to UTC. A midnight that the clock skips is the instant at which it is put forward, be that
/// before it or at it; one that comes twice is the first of the two, so that a day is a single stretch of time.</remarks>
internal sealed class CalendarWindows(CalendarUnit unit, TimeZoneInfo zone, DayOfWeek firstDayOfWeek)
    : PaneWindows($"calendar {unit.ToString().ToLowerInvariant()}{(unit == CalendarUnit.Week ? $" from {firstDayOfWeek}" : "")}, {zone.Id}")
{
    public override Pane PaneOf(long time)
    {
        var local = TimeZoneInfo.ConvertTime(new DateTimeOffset(time, TimeSpan.Zero), zone).Date;
        var first = FirstDay(DateOnly.FromDateTime(local));
        var start = StartOf(first);
        if (start > time) // the clock was put back over midnight: this hour is the second one of the day that had ended
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

    /// <summary>The last window of all ends with time itself.</summary>
    private long EndOf(DateOnly first) => IsLast(first) ? DateTime.MaxValue.Ticks + 1 : StartOf(Next(first));

    private bool IsLast(DateOnly first) => unit switch
    {
        CalendarUnit.Day => first == DateOnly.MaxValue,
        CalendarUnit.Week => DateOnly.MaxValue.DayNumber - first.DayNumber < 7,
        _ => first is { Year: 9999, Month: 12 },
    };

    private long StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(midnight)) return StartOfSkipped(midnight);

        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return midnight.Ticks - offset.Ticks;
    }

    /// <summary>The instant at which the clock is put forward over a midnight, the first one that has that day's date or a later one:
    /// looked for between two instants of which one is before it and one is not.</summary>
    private long StartOfSkipped(DateTime midnight)
    {
        var before = midnight;
        while (zone.IsInvalidTime(before)) before = before.AddMinutes(-15);
        var start = midnight.Ticks - zone.GetUtcOffset(before).Ticks; // midnight, had the clock been left alone
        var earlier = start - (midnight - before).Ticks - TimeSpan.TicksPerMinute;
        while (start - earlier > 1)
        {
            var middle = earlier + ((start - earlier) / 2);
            if (TimeZoneInfo.ConvertTime(new DateTimeOffset(middle, TimeSpan.Zero), zone).Date >= midnight) start = middle;
            else earlier = middle;
        }
        return start;
    }
}
