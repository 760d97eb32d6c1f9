using LambdaSpeed.Windows;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Calendars whose days begin at another time than midnight.</summary>
public sealed class CalendarBeginTests
{
    [Theory]
    [InlineData("Europe/Berlin", "04:00")]
    [InlineData("Europe/Berlin", "02:30")] // skipped in March, twice in October
    [InlineData("America/New_York", "01:30")] // twice in November
    [InlineData("Australia/Lord_Howe", "02:10")] // skipped when the clock is put forward by half an hour
    [InlineData("UTC", "23:59:59")]
    public void EveryInstant_IsInOneDay_ThatBeginsWhenItShould(string zoneName, string text)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        var begins = TimeOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var windows = (PaneWindows)Window.Calendar(CalendarUnit.Day, zone, dayBegins: begins);
        var (days, odd) = (new HashSet<long>(), 0);
        for (var time = new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero); time.Year == 2024; time = time.AddMinutes(10))
        {
            var pane = windows.PaneOf(time.UtcTicks);
            Assert.InRange(time.UtcTicks, pane.Start, pane.End - 1);
            if (!days.Add(pane.Start)) continue;

            Assert.Equal(pane, windows.PaneOf(pane.Start));
            Assert.Equal(pane, windows.PaneOf(pane.End - 1));
            Assert.Equal(pane.End, windows.PaneOf(pane.End).Start);
            Assert.InRange(pane.End - pane.Start, TimeSpan.TicksPerHour * 23, TimeSpan.TicksPerHour * 25);
            var local = TimeZoneInfo.ConvertTime(new DateTimeOffset(pane.Start, TimeSpan.Zero), zone).DateTime;
            if (TimeOnly.FromDateTime(local) == begins) continue;
            Assert.True(zone.IsInvalidTime(local.Date + begins.ToTimeSpan()), $"the day begins at {local:O}");
            odd++;
        }
        Assert.InRange(days.Count, 365, 367);
        Assert.InRange(odd, 0, 1);
    }

    /// <summary>Days that were left out, and changes of the clock at midnight, of which the system's rules tell in ways of their own: every
    /// instant is in one window all the same, and the windows follow on each other.</summary>
    [Theory]
    [InlineData("Pacific/Apia", 2011, 12)] // had no 30th
    [InlineData("Pacific/Kwajalein", 1993, 8)] // had no 21st
    [InlineData("Pacific/Kiritimati", 1994, 12)] // had no 31st
    [InlineData("Africa/Cairo", 2014, 5)]
    [InlineData("America/Sao_Paulo", 2018, 11)]
    [InlineData("Asia/Gaza", 2023, 4)]
    [InlineData("America/Godthab", 2024, 3)]
    [InlineData("Africa/Monrovia", 1972, 1)] // by 44 minutes and 30 seconds
    [InlineData("Asia/Pyongyang", 2015, 8)]
    [InlineData("America/Caracas", 2007, 12)]
    public void WindowsFollowOnEachOther_WhateverTheClockDid(string zoneName, int year, int month)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        var from = new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero).AddDays(-3);
        foreach (var unit in Enum.GetValues<CalendarUnit>())
        {
            foreach (var begins in new[] { TimeOnly.MinValue, new(0, 30), new(4, 0), new(23, 59) })
            {
                var windows = (PaneWindows)Window.Calendar(unit, zone, dayBegins: begins);
                for (var time = from; time < from.AddDays(40); time = time.AddMinutes(70))
                {
                    var pane = windows.PaneOf(time.UtcTicks);
                    Assert.True(pane.Start <= time.UtcTicks && time.UtcTicks < pane.End, $"{unit} at {begins}: {time:O} is not in {pane}");
                    Assert.Equal((unit, begins, pane), (unit, begins, windows.PaneOf(pane.Start)));
                    Assert.Equal((unit, begins, pane), (unit, begins, windows.PaneOf(pane.End - 1)));
                    Assert.Equal((unit, begins, pane.End), (unit, begins, windows.PaneOf(pane.End).Start));
                }
            }
        }
    }

    [Fact]
    public void WeeksAndMonths_BeginAtThatTimeToo()
    {
        var fourOClock = new TimeOnly(4, 0);
        var week = ((PaneWindows)Window.Calendar(CalendarUnit.Week, null, DayOfWeek.Sunday, fourOClock))
            .PaneOf(new DateTimeOffset(2024, 5, 5, 3, 59, 0, TimeSpan.Zero).UtcTicks);
        Assert.Equal((new DateTime(2024, 4, 28, 4, 0, 0).Ticks, new DateTime(2024, 5, 5, 4, 0, 0).Ticks), (week.Start, week.End));

        var month = ((PaneWindows)Window.Calendar(CalendarUnit.Month, dayBegins: fourOClock))
            .PaneOf(new DateTimeOffset(2024, 3, 1, 3, 59, 0, TimeSpan.Zero).UtcTicks);
        Assert.Equal((new DateTime(2024, 2, 1, 4, 0, 0).Ticks, new DateTime(2024, 3, 1, 4, 0, 0).Ticks), (month.Start, month.End));
    }

    [Fact]
    public void FirstAndLastDays_EndWithTimeItself()
    {
        foreach (var zone in new[] { "UTC", "Pacific/Honolulu", "Pacific/Kiritimati" })
        {
            foreach (var unit in Enum.GetValues<CalendarUnit>())
            {
                var windows = (PaneWindows)Window.Calendar(
                    unit, TimeZoneInfo.FindSystemTimeZoneById(zone), dayBegins: new TimeOnly(20, 0));
                foreach (var time in new[] { 1, TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks, DateTime.MaxValue.AddDays(-1).Ticks })
                {
                    var pane = windows.PaneOf(time);
                    Assert.True(pane.Start <= time && time < pane.End, $"{zone} {unit} {time}: {pane}");
                }
            }
        }
    }

    [Fact]
    public void TheBegin_IsPartOfWhatStateIsComparedBy()
    {
        Assert.Equal("calendar day, UTC", Window.Calendar(CalendarUnit.Day).Name);
        Assert.Equal("calendar day at 04:00:00.0000000, UTC", Window.Calendar(CalendarUnit.Day, dayBegins: new(4, 0)).Name);
    }
}
