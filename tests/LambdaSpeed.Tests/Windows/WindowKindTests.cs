using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.RealData;
using LambdaSpeed.Windows;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Windows that make no sense, and clocks that are changed at midnight.</summary>
public sealed class WindowKindTests
{
    private static readonly DateTimeOffset Origin = RandomEvents.Origin;

    [Fact]
    public void HoppingWindowsOfTooManyPanes_AreRefused()
    {
        var refused = Assert.Throws<ArgumentException>(() => Window.Hopping(TimeSpan.FromHours(1), TimeSpan.FromTicks(7)));
        Assert.Contains("Remedy", refused.Message, StringComparison.Ordinal);
        _ = Window.Hopping(TimeSpan.FromDays(7), TimeSpan.FromSeconds(1));
        _ = Window.Tumbling(TimeSpan.FromTicks(1));
    }

    [Theory]
    [InlineData("behind")]
    [InlineData("reversed")]
    [InlineData("overlapping")]
    public async Task WindowsOfYourOwnThatContradictThemselves_HaltTheRunAndSaySo(string what)
    {
        var topology = new TopologyBuilder("windows");
        topology.AddSpout("events", Spouts.FromEnumerable([new TimedEvent(0, Origin.AddSeconds(7), 1)]))
            .WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .GroupBy(item => item.Key).Window(Window.Custom("shifts", WindowOf)).Aggregate("counts", a => a.Count()).ToView();
        var fault = await topology.RunToFaultAsync<TupleFailedException>(new() { Restart = new() { MaxRestarts = 0 } });
        Assert.Contains("custom shifts", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Window.Custom", fault.Message, StringComparison.Ordinal);

        (DateTimeOffset, DateTimeOffset) WindowOf(DateTimeOffset time) => what switch
        {
            "behind" => (time.AddSeconds(1), time.AddSeconds(5)),
            "reversed" => (time.AddSeconds(5), time.AddSeconds(-5)),
            _ => (time.AddSeconds(-5), time.AddSeconds(5)),
        };
    }

    /// <summary>What a dashboard of an instant shows: of every kind the same as looking through all windows.</summary>
    [Fact]
    public async Task WindowsOfAllKeysAtAnInstant_AreThoseThatHoldIt()
    {
        Window[] kinds =
        [
            Window.Tumbling(TimeSpan.FromSeconds(50)), Window.Hopping(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(20)),
            Window.Sliding(TimeSpan.FromSeconds(60)), Window.Session(TimeSpan.FromSeconds(20)), Window.Snapshot(),
            Window.Calendar(CalendarUnit.Day),
        ];
        List<TimedEvent> events = [.. Enumerable.Range(0, 300).Select(i => new TimedEvent(i % 7, Origin.AddSeconds(i * 37 % 500), i))];
        foreach (var kind in kinds)
        {
            await using var run = await WindowedRun.OfAsync(events, fails: false, (_, stream) => stream
                .WithEventTime(item => item.Time, WatermarkStrategy.AtTheEnd())
                .GroupBy(item => item.Key).Window(kind).Aggregate("sums", a => a.Sum(item => item.Value)).ToView());
            var view = run.View(new WindowViewName<int, long>("sums"));
            foreach (var seconds in new[] { -60, 0, 77, 250, 499, 1000 })
            {
                var time = Origin.AddSeconds(seconds);
                var expected = view.All().Where(window => window.Start <= time && (time < window.End || (kind is SessionWindows && time == window.End)));
                Assert.Equal(Sorted(expected), Sorted(view.At(time)));
                Assert.Equal(Sorted(view.At(time)), Sorted(Enumerable.Range(0, 7).SelectMany(key => view.At(key, time))));
            }
        }

        static List<WindowResult<int, long>> Sorted(IEnumerable<WindowResult<int, long>> windows) =>
            [.. windows.OrderBy(window => (window.Key, window.Start))];
    }

    /// <summary>The clock goes from 23:30 to 0:30, or from midnight to one: the day begins then, and the one before ends.</summary>
    [Theory]
    [InlineData(23, 30)]
    [InlineData(0, 0)]
    [InlineData(23, 0)]
    public void DayWhoseMidnightIsSkipped_BeginsWhenTheClockIsPutForward(int hour, int minute)
    {
        var spring = TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, hour, minute, 0), 3, hour == 0 ? 31 : 30);
        var autumn = TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 27);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), spring, autumn);
        var zone = TimeZoneInfo.CreateCustomTimeZone("skipping", TimeSpan.FromHours(2), "skipping", "standard", "summer", [rule]);
        var windows = (PaneWindows)Window.Calendar(CalendarUnit.Day, zone);

        for (var time = new DateTimeOffset(2024, 3, 28, 0, 0, 0, TimeSpan.Zero); time.Day != 3 || time.Month != 4; time = time.AddMinutes(10))
        {
            var pane = windows.PaneOf(time.UtcTicks);
            Assert.InRange(time.UtcTicks, pane.Start, pane.End - 1);
            var day = TimeZoneInfo.ConvertTime(time, zone).Date;
            Assert.Equal(day, TimeZoneInfo.ConvertTime(new DateTimeOffset(pane.Start, TimeSpan.Zero), zone).Date);
            Assert.Equal(day, TimeZoneInfo.ConvertTime(new DateTimeOffset(pane.End - 1, TimeSpan.Zero), zone).Date);
            Assert.NotEqual(day, TimeZoneInfo.ConvertTime(new DateTimeOffset(pane.Start - 1, TimeSpan.Zero), zone).Date);
            Assert.Equal(pane, windows.PaneOf(pane.Start));
        }
    }

    /// <summary>A tuple that is dropped changes nothing, so nothing is copied for it.</summary>
    [Fact]
    public async Task LateTupleOfASession_ThatIsDropped_CopiesNothing()
    {
        var spout = new FedSpout<TimedEvent>();
        var copying = new CopyCountingAggregator();
        var topology = new TopologyBuilder("windows");
        topology.AddSpout("events", spout).WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .GroupBy(item => item.Key).Window(Window.Session(TimeSpan.FromSeconds(1)))
            .Aggregate("sums", a => a.Use(item => item.Value, copying)).ToView();
        await using var run = await topology.StartAsync();
        spout.Push(Enumerable.Range(0, 10).Select(i => new TimedEvent(0, Origin.AddSeconds(i * 100), 1)));
        await run.Until(() => run.Component("sums").TuplesRead == 10);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        var before = copying.Copies;

        spout.Push(new TimedEvent(0, Origin.AddSeconds(-500), 1));
        await run.Until(() => run.Component("sums").TuplesLate == 1);
        Assert.Equal(before, copying.Copies);

        spout.Push(new TimedEvent(0, Origin.AddSeconds(2_000), 1));
        await run.Until(() => run.Component("sums").TuplesRead == 12);
        Assert.NotEqual(before, copying.Copies);
    }

    private sealed class CopyCountingAggregator : IAggregator<long, long[], long>, ICopyingAggregator<long[]>
    {
        private int _copies;

        public int Copies => Volatile.Read(ref _copies);

        public long[] Zero() => [0];

        public void Add(ref long[] accumulator, long value) => accumulator[0] += value;

        public void Merge(ref long[] accumulator, in long[] other) => accumulator[0] += other[0];

        public long Result(in long[] accumulator) => accumulator[0];

        public long[] Copy(in long[] accumulator)
        {
            Interlocked.Increment(ref _copies);
            return [.. accumulator];
        }
    }
}
