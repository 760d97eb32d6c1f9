namespace LambdaSpeed.Tests.Windows;

/// <summary>Days, weeks and months of Berlin, over the change of the clock.</summary>
internal static class CalendarOracle
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static WindowOracle Draw(string kind, RandomEvents random)
    {
        var begin = (DayOfWeek)random.Next(0, 7);
        return kind switch
        {
            "days" => Of(Window.Calendar(CalendarUnit.Day, Berlin), day => day, day => day.AddDays(1)),
            "weeks" => Of(Window.Calendar(CalendarUnit.Week, Berlin, begin),
                day => day.AddDays(-((day.DayOfWeek - begin + 7) % 7)), day => day.AddDays(7)),
            "months" => Of(Window.Calendar(CalendarUnit.Month, Berlin), day => day.AddDays(1 - day.Day), day => day.AddMonths(1)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of window"),
        };
    }

    /// <param name="windows">The windows.</param>
    /// <param name="firstOf">The first day of the window that a day is in.</param>
    /// <param name="next">The first day of the window behind.</param>
    private static AlignedWindows Of(Window windows, Func<DateTime, DateTime> firstOf, Func<DateTime, DateTime> next) => new(windows, ticks =>
    {
        var first = firstOf(TimeZoneInfo.ConvertTime(new DateTimeOffset(ticks, TimeSpan.Zero), Berlin).Date);
        return [(Midnight(first), Midnight(next(first)))];
    });

    private static long Midnight(DateTime day) => new DateTimeOffset(day, Berlin.GetUtcOffset(day)).UtcTicks;
}
