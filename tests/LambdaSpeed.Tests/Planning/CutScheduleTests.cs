using Xunit;

namespace LambdaSpeed.Tests.Planning;

public sealed class CutScheduleTests
{
    [Theory]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z")]
    [InlineData("2026-03-01T10:59:59.9999999Z", "2026-03-01T11:00:00Z")]
    [InlineData("2026-03-01T23:30:00+02:00", "2026-03-01T22:00:00Z")]
    [InlineData("1969-12-31T22:30:00Z", "1969-12-31T23:00:00Z")]
    public void Every_IsAlignedToTheClock(string time, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, null), CutSchedule.Every(TimeSpan.FromHours(1)).NextAfter(DateTimeOffset.Parse(time, null)));

    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-28T23:00:00Z")] // Berlin: midnight is 23:00 UTC
    [InlineData("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")] // the day of 23 hours
    [InlineData("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")] // the day of 25 hours
    public void Midnight_IsThatOfTheZone(string time, string next)
    {
        var schedule = CutSchedule.AtMidnight(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Assert.Equal(DateTimeOffset.Parse(next, null), schedule.NextAfter(DateTimeOffset.Parse(time, null)));
    }

    [Fact]
    public void Midnight_WhereTheClockSkipsIt_IsTheBeginningOfTheDay()
    {
        // Beirut goes from 00:00 to 01:00 on 29 March 2026; from 00:00 to 23:00 on 25 October, so there is a midnight twice
        var schedule = CutSchedule.AtMidnight(TimeZoneInfo.FindSystemTimeZoneById("Asia/Beirut"));
        var spring = schedule.NextAfter(new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 22, 0, 0, TimeSpan.Zero), spring);
        for (var time = new DateTimeOffset(2026, 10, 20, 0, 0, 0, TimeSpan.Zero); time.Month < 11;)
        {
            var next = schedule.NextAfter(time)!.Value;
            Assert.InRange(next - time, TimeSpan.FromTicks(1), TimeSpan.FromHours(25));
            time = next;
        }
    }

    /// <summary>The clock is changed at midnight, or just behind it, or a day is left out: there is one midnight in each day, and never one
    /// that has passed.</summary>
    [Theory]
    [InlineData("America/Havana", 2024)]
    [InlineData("America/Asuncion", 2023)]
    [InlineData("America/Santiago", 2024)]
    [InlineData("America/Scoresbysund", 2024)]
    [InlineData("America/St_Johns", 2010)]
    [InlineData("Asia/Amman", 2021)]
    [InlineData("Asia/Damascus", 2021)]
    [InlineData("Asia/Beirut", 2024)]
    [InlineData("Pacific/Apia", 2011)]
    [InlineData("Europe/Berlin", 2024)]
    public void Midnight_IsTheFirstMomentOfADay(string id, int year)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var schedule = CutSchedule.AtMidnight(zone);
        for (var time = new DateTimeOffset(year, 1, 1, 0, 7, 0, TimeSpan.Zero); time.Year <= year; time = time.AddMinutes(30))
        {
            var next = schedule.NextAfter(time)!.Value;
            Assert.InRange(next - time, TimeSpan.FromTicks(1), TimeSpan.FromHours(26));
            Assert.True(Date(next) > Date(time) && Date(next) > Date(next.AddTicks(-1)), $"{next} comes after {time}");
        }

        DateTime Date(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).Date;
    }

    [Fact]
    public void Options_ThatDropNothingOrTooMuch_AreRefused()
    {
        var day = TimeSpan.FromDays(1);
        Refuse(new() { KeptFor = day }, "Cuts");
        Refuse(new() { KeptFor = day, Cuts = CutSchedule.EveryTuples(100) }, "Cuts");
        Refuse(new() { KeptFor = day, Cuts = CutSchedule.Every(TimeSpan.FromHours(1)) }, "MostEnded is 16");
        Refuse(new() { MostEnded = 0 }, "MostEnded");
        new SpeedLayerOptions { Slices = new() { KeptFor = day, MostEnded = 24, Cuts = CutSchedule.Every(TimeSpan.FromHours(1)) } }.Validated();
    }

    private static void Refuse(SliceOptions options, string named) =>
        Assert.Contains(named, Assert.Throws<ArgumentException>(() => new SpeedLayerOptions { Slices = options }.Validated()).Message, StringComparison.Ordinal);
}
