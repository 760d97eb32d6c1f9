using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.RealData;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Every kind of window against plain sums over the events that it holds: with disorder, equal times, lateness, several sources
/// and tasks, and failures.</summary>
public sealed class WindowOracleTests
{
    private const int Cases = 60;

    private static readonly WindowViewName<int, long> SumsName = new("sums");
    private static readonly ViewName<int, long> LateName = new("late");

    public static TheoryData<string> Kinds => WindowOracle.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Windows_HoldWhatIsNotLate(string kind)
    {
        var late = 0;
        RandomEvents.Check(Cases, async random =>
        {
            var oracle = WindowOracle.Draw(kind, random);
            var sources = kind == "session" ? 1 : random.Sources; // of two, it matters which is read first: whether a session is still open
            await using var run = await RunAsync(random, oracle.Windows, LatePolicy.Drop, sources);
            var expected = oracle.Expect(random.WithWatermarks(sources), random.Lateness);

            Assert.Equal(expected.Sums, Sums(run));
            if (run.Restarts == 0) Assert.Equal(expected.Late, run.Component("sums").TuplesLate);
            CheckPointReads(run, random, oracle);
            late += expected.Late;
        });
        if (kind is not ("weeks" or "months")) Assert.True(late > 0, "nothing was ever late"); // these are too long for these events
    }

    /// <summary>Whatever the order in which events come: what is at most a gap apart is one session.</summary>
    [Fact]
    public void Sessions_OfEventsInAnyOrder_AreTheSame() => RandomEvents.Check(Cases, async random =>
    {
        var oracle = (SessionOracle)WindowOracle.Draw("session", random);
        List<TimedEvent> shuffled = [.. random.Events.OrderBy(_ => random.Next(0, int.MaxValue))];
        await using var run = await RunAsync(random, oracle.Windows, LatePolicy.Drop, random.Sources, WindowedRun.Patient, events: shuffled);

        Assert.Equal(oracle.Whole(random.Events), Sums(run));
    });

    /// <summary>What is late by a watermark: counted or handed on, but never lost; and the same whatever the number of tasks.</summary>
    [Theory]
    [InlineData("tumbling")]
    [InlineData("session")]
    public void LateTuples_AreAllAccountedFor_AndTheSameForAnyNumberOfTasks(string kind)
    {
        var late = 0L;
        RandomEvents.Check(Cases / 2, async random =>
        {
            var windows = kind == "session" ? Window.Session(random.Seconds(1, 60)) : Window.Tumbling(random.Seconds(1, 60));
            await using var dropping = await RunAsync(random, windows, LatePolicy.Drop, random.Sources);
            await using var handing = await RunAsync(random, windows, LatePolicy.SideOutput, random.Sources, tasks: 1);
            await using var adjusting = await RunAsync(random, windows, LatePolicy.Adjust, random.Sources);
            var all = random.Events.Sum(item => item.Value);

            if (random.Sources == 1 || kind != "session") Assert.Equal(Sums(handing), Sums(dropping));
            Assert.Equal(all, Sums(handing).Sum(window => window.Sum) + handing.View(LateName).Get(0));
            Assert.Equal(all, Sums(adjusting).Sum(window => window.Sum));
            late += dropping.Component("sums").TuplesLate;
        });
        Assert.True(late > Cases / 2, $"too few were late: {late}");
    }

    private static List<(int Key, long Start, long End, long Sum)> Sums(TopologyRun run) => [.. run.View(SumsName).All()
        .Select(window => (window.Key, window.Start.UtcTicks, window.End.UtcTicks, window.Value)).Order()];

    private static void CheckPointReads(TopologyRun run, RandomEvents random, WindowOracle oracle)
    {
        var view = run.View(SumsName);
        var all = view.All().ToList();
        Assert.All(all, window => Assert.True(window.IsFinal));
        Assert.Equal(DateTimeOffset.MaxValue, view.Watermark);
        for (var i = 0; i < 10; i++)
        {
            var item = random.Events[random.Next(0, random.Events.Count)];
            var ofKey = all.Where(window => window.Key == item.Key).OrderBy(window => window.End).ToList(); // sessions too, of which a final one may lie within another
            Assert.Equal(ofKey, view.Of(item.Key));
            Assert.Equal(ofKey.Where(window => oracle.Holds(window, item.Time)), view.At(item.Key, item.Time));
        }
    }

    private static Task<TopologyRun> RunAsync(
        RandomEvents random, Window windows, LatePolicy late, int sources, WatermarkStrategy? strategy = null, int? tasks = null,
        List<TimedEvent>? events = null) =>
        WindowedRun.OfAsync(events ?? random.Events, random.Fails, (_, stream) =>
        {
            var sums = stream.WithEventTime(item => item.Time, strategy ?? WatermarkStrategy.BoundedOutOfOrderness(random.Delay))
                .GroupBy(item => item.Key).Window(windows).AllowLateness(random.Lateness).OnLate(late)
                .Aggregate("sums", a => a.Sum(item => item.Value), tasks ?? random.Tasks);
            sums.ToView();
            if (late == LatePolicy.SideOutput) sums.LateTuples().GroupBy(_ => 0).Aggregate("late", a => a.Sum(item => item.Value)).ToView();
        }, sources);
}
