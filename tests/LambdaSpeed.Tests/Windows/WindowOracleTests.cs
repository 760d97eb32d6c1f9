using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.RealData;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Every kind of window against plain sums over the events that it holds.</summary>
public sealed class WindowOracleTests
{
    private const int Seeds = 60;

    private delegate IEnumerable<(long Start, long End)> WindowsOf(long ticks);

    [Fact]
    public Task Tumbling() => CheckAsync(random =>
    {
        var size = TimeSpan.FromSeconds(random.Next(1, 3000)).Ticks;
        var offset = TimeSpan.FromSeconds(random.Next(-5000, 5000)).Ticks;
        return (Window.Tumbling(new(size), new(offset)), ticks => [Aligned(ticks, size, offset, size)], ticks => Aligned(ticks, size, offset, size).End);
    });

    [Fact]
    public Task Hopping() => CheckAsync(random =>
    {
        var every = TimeSpan.FromSeconds(random.Next(1, 300)).Ticks;
        var size = every + TimeSpan.FromSeconds(random.Next(0, 1000)).Ticks;
        var offset = TimeSpan.FromSeconds(random.Next(-500, 500)).Ticks;
        return (Window.Hopping(new(size), new(every), new(offset)), All, ticks => Aligned(ticks, every, offset, size).End);

        IEnumerable<(long, long)> All(long ticks)
        {
            for (var (start, _) = Aligned(ticks, every, offset, size); start + size > ticks; start -= every) yield return (start, start + size);
        }
    });

    [Fact]
    public Task Snapshot() => CheckAsync(_ => (Window.Snapshot(), ticks => [(ticks, ticks + 1)], ticks => ticks + 1));

    [Fact]
    public Task CalendarDays_OverTheChangeOfTheClock() => CheckAsync(_ =>
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        return (Window.Calendar(CalendarUnit.Day, zone), ticks => [Day(ticks)], ticks => Day(ticks).End);

        (long Start, long End) Day(long ticks)
        {
            var day = TimeZoneInfo.ConvertTime(new DateTimeOffset(ticks, TimeSpan.Zero), zone).Date;
            return (Midnight(day), Midnight(day.AddDays(1)));
        }

        long Midnight(DateTime day) => new DateTimeOffset(day, zone.GetUtcOffset(day)).UtcTicks;
    });

    [Fact]
    public async Task Sliding()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new RandomEvents(seed);
            var size = TimeSpan.FromSeconds(random.Next(1, 600));
            await using var run = await RunAsync(random, Window.Sliding(size), LatePolicy.Drop);
            var accepted = random.WithWatermarks()
                .Where(item => item.Event.Ticks + size.Ticks + random.Lateness.Ticks > item.Watermark).Select(item => item.Event).ToList();
            var expected = accepted.Select(item => (item.Key, item.Ticks)).Distinct().Select(end => (end.Key, End: end.Ticks + 1,
                Sum: accepted.Where(item => item.Key == end.Key && item.Ticks > end.Ticks - size.Ticks && item.Ticks <= end.Ticks).Sum(item => item.Value)));

            var actual = run.View(new WindowViewName<int, long>("sums")).All().Select(window => (window.Key, window.End.UtcTicks, window.Value));
            Assert.True(expected.Order().SequenceEqual(actual.Order()), $"seed {seed}: {random}, {size}");
        }
    }

    /// <summary>Whatever the order in which events come: what is at most a gap apart is one session.</summary>
    [Fact]
    public async Task Sessions()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new RandomEvents(seed);
            var gap = TimeSpan.FromSeconds(random.Next(1, 400));
            await using var run = await RunAsync(random, Window.Session(gap), LatePolicy.Drop, WindowedRun.Patient);
            var expected = new List<(int, long, long, long)>();
            foreach (var key in random.Events.GroupBy(item => item.Key))
            {
                var events = key.OrderBy(item => item.Ticks).ToList();
                var start = 0;
                for (var i = 1; i <= events.Count; i++)
                {
                    if (i < events.Count && events[i].Ticks - events[i - 1].Ticks <= gap.Ticks) continue;
                    expected.Add((key.Key, events[start].Ticks, events[i - 1].Ticks, events[start..i].Sum(item => item.Value)));
                    start = i;
                }
            }

            var actual = run.View(new WindowViewName<int, long>("sums")).All()
                .Select(session => (session.Key, session.Start.UtcTicks, session.End.UtcTicks, session.Value));
            Assert.True(expected.Order().SequenceEqual(actual.Order()), $"seed {seed}: {random}, {gap}");
        }
    }

    /// <summary>What is late by a watermark: counted or handed on, but never lost; and the same whatever the number of tasks.</summary>
    [Fact]
    public async Task LateTuples_AreAllAccountedFor_AndTheSameForAnyNumberOfTasks()
    {
        var late = 0L;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new RandomEvents(seed);
            var windows = seed % 2 == 0 ? Window.Session(TimeSpan.FromSeconds(random.Next(1, 60))) : Window.Tumbling(TimeSpan.FromSeconds(random.Next(1, 60)));
            await using var dropping = await RunAsync(random, windows, LatePolicy.Drop);
            await using var handing = await RunAsync(random, windows, LatePolicy.SideOutput, tasks: 1);
            await using var adjusting = await RunAsync(random, windows, LatePolicy.Adjust);
            var all = random.Events.Sum(item => item.Value);

            // with sessions it matters which of two sources is read first: whether a late tuple meets a session that is still open
            if (random.Sources == 1 || seed % 2 == 1) Assert.Equal(Sums(handing), Sums(dropping));
            Assert.Equal(all, Sums(handing).Sum(window => window.Item4) + handing.View(Late).Get(0));
            Assert.Equal(all, Sums(adjusting).Sum(window => window.Item4));
            late += dropping.Component("sums").TuplesLate;
        }
        Assert.True(late > Seeds, $"too few were late: {late}");
    }

    private static ViewName<int, long> Late => new("late");

    private static List<(int, long, long, long)> Sums(TopologyRun run) =>
        [.. run.View(new WindowViewName<int, long>("sums")).All().Select(window => (window.Key, window.Start.UtcTicks, window.End.UtcTicks, window.Value)).Order()];

    private static async Task CheckAsync(Func<RandomEvents, (Window Windows, WindowsOf WindowsOf, Func<long, long> LastEnd)> choose)
    {
        var late = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new RandomEvents(seed);
            var (windows, windowsOf, lastEnd) = choose(random);
            await using var run = await RunAsync(random, windows, LatePolicy.Drop);
            var accepted = random.WithWatermarks()
                .Where(item => lastEnd(item.Event.Ticks) + random.Lateness.Ticks > item.Watermark).Select(item => item.Event).ToList();
            late += random.Events.Count - accepted.Count;
            var expected = accepted.SelectMany(item => windowsOf(item.Ticks).Select(window => (item.Key, window.Start, window.End, item.Value)))
                .GroupBy(item => (item.Key, item.Start, item.End)).Select(of => (of.Key.Key, of.Key.Start, of.Key.End, of.Sum(item => item.Value)));

            Assert.True(expected.Order().SequenceEqual(Sums(run)), $"seed {seed}: {random}, {windows}");
            if (run.Restarts == 0) Assert.Equal(random.Events.Count - accepted.Count, run.Component("sums").TuplesLate);
            CheckPointReads(run, random, windowsOf);
        }
        Assert.True(late > 0, "nothing was ever late");
    }

    private static void CheckPointReads(TopologyRun run, RandomEvents random, WindowsOf windowsOf)
    {
        var view = run.View(new WindowViewName<int, long>("sums"));
        var all = view.All().ToList();
        Assert.All(all, window => Assert.True(window.IsFinal));
        Assert.Equal(DateTimeOffset.MaxValue, view.Watermark);
        for (var i = 0; i < 10; i++)
        {
            var item = random.Events[random.Next(0, random.Events.Count)];
            Assert.Equal(all.Where(window => window.Key == item.Key).OrderBy(window => window.Start), view.Of(item.Key));
            var starts = windowsOf(item.Ticks).Select(window => window.Start).ToHashSet();
            Assert.Equal(
                all.Where(window => window.Key == item.Key && starts.Contains(window.Start.UtcTicks)).OrderBy(window => window.Start),
                view.At(item.Key, item.Time));
        }
    }

    private static Task<TopologyRun> RunAsync(
        RandomEvents random, Window windows, LatePolicy late, WatermarkStrategy? strategy = null, int? tasks = null) =>
        WindowedRun.OfAsync(random.Events, random.Events.Count % 3 == 0, (_, stream) =>
        {
            var sums = stream.WithEventTime(item => item.Time, strategy ?? WatermarkStrategy.BoundedOutOfOrderness(random.Delay))
                .GroupBy(item => item.Key).Window(windows).AllowLateness(random.Lateness).OnLate(late)
                .Aggregate("sums", a => a.Sum(item => item.Value), tasks ?? random.Tasks);
            sums.ToView();
            if (late == LatePolicy.SideOutput) sums.LateTuples().GroupBy(_ => 0).Aggregate("late", a => a.Sum(item => item.Value)).ToView();
        }, random.Sources);

    private static (long Start, long End) Aligned(long ticks, long every, long offset, long size)
    {
        var origin = DateTime.UnixEpoch.Ticks + offset;
        var start = origin + (long)Math.Floor((decimal)(ticks - origin) / every) * every;
        return (start, start + size);
    }
}
