using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.RealData;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>When windows fire and when not, across stops, starts and chained windows.</summary>
public sealed class WindowFiringTests
{
    private static readonly DateTimeOffset Origin = RandomEvents.Origin;

    [Fact]
    public async Task Window_FiresOnceOnTime_AndAgainWithEachLateTuple()
    {
        var spout = new FedSpout<TimedEvent>();
        await using var run = await Build(() => spout, FiringPolicy.OnTime().WithLate().In(FiringMode.Retracting), TimeSpan.FromMinutes(5)).StartAsync();
        spout.Push(At(5), At(30));
        await PublishedAsync(run, spout);
        Assert.Empty(Fired.Of(run));

        spout.Push(At(60), At(70));
        await PublishedAsync(run, spout);
        Assert.Equal([Firing(2, FiringKind.OnTime, 0)], Fired.Of(run));

        spout.Push(At(20));
        await PublishedAsync(run, spout);
        Assert.Equal(
            new[] { Firing(2, FiringKind.OnTime, 0), Firing(2, FiringKind.Late, 0, isRetraction: true), Firing(3, FiringKind.Late, 1) }.Order(Order),
            Fired.Of(run).Order(Order));
    }

    [Fact]
    public async Task EarlyByTime_FiresWhatHasChanged_AndNothingElse()
    {
        var spout = new FedSpout<TimedEvent>();
        await using var run = await Build(() => spout, FiringPolicy.OnTime().WithEarly(TimeSpan.FromMilliseconds(5))).StartAsync();
        spout.Push(At(5), At(30));
        await run.Until(() => Fired.Of(run).Sum(firing => firing.Value) >= 2);
        await Task.Delay(50, RunFixture.Cancel);
        var first = Fired.Of(run);
        Assert.InRange(first.Count, 1, 2);
        Assert.All(first, firing => Assert.Equal(FiringKind.Early, firing.Kind));

        spout.Push(At(31));
        await run.Until(() => Fired.Of(run).Count > first.Count);
        Assert.Equal(3, Fired.Of(run)[^1].Value);
    }

    [Fact]
    public async Task StoppedInAnOpenWindow_ANextStartFiresNothingTwice_WithAnyNumberOfTasks()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new RandomEvents(seed);
            var store = CheckpointStore.InMemory();
            var windows = (seed % 4) switch
            {
                0 => Window.Session(TimeSpan.FromSeconds(random.Next(1, 100))),
                1 => Window.Hopping(TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(40)),
                2 => Window.Sliding(TimeSpan.FromSeconds(60)),
                _ => Window.Tumbling(TimeSpan.FromSeconds(random.Next(1, 300))),
            };
            HaltingRows<TimedEvent>.Last = 0;
            for (var until = 0; until <= random.Events.Count;)
            {
                until = Math.Min(random.Events.Count, until + random.Next(1, 150));
                var topology = new TopologyBuilder("windows");
                var sums = topology.AddSpout("events", () => new HaltingRows<TimedEvent>(random.Events, until, mayEnd: true))
                    .WithEventTime(item => item.Time, WatermarkStrategy.BoundedOutOfOrderness(random.Delay))
                    .GroupBy(item => item.Key).Window(windows).AllowLateness(random.Lateness)
                    .Aggregate("sums", a => a.Sum(item => item.Value), random.Next(1, 5));
                var view = sums.ToView();
                Fired.Gather(sums.ToStream(FiringPolicy.OnTime().WithEarly(3).WithLate().In(FiringMode.Retracting)));
                await using var run = await topology.StartAsync(new() { Checkpoints = store, EpochInterval = TimeSpan.FromMilliseconds(5), ChunkSize = 8 });
                if (until < random.Events.Count)
                {
                    await run.Until(() => HaltingRows<TimedEvent>.Last >= until);
                    await run.Within(run.StopAsync(RunFixture.Cancel));
                    continue; // in the middle of some windows
                }
                await run.Within(run.Completion);
                var fired = Fired.Of(run);
                var shown = run.View(view).All().Select(w => ((w.Key, w.Start.UtcTicks, w.End.UtcTicks), w.Value)).Order();
                var left = fired.GroupBy(firing => firing.Window).Select(of => (of.Key, of.Sum(firing => firing.Share))).Where(of => of.Item2 != 0);
                Assert.True(shown.SequenceEqual(left.Order()), $"seed {seed}: {random}, {windows}");
                if (seed % 4 != 0) Assert.All(fired.GroupBy(firing => (firing.Window, firing.Index, firing.IsRetraction)), of => Assert.Single(of));
                break;
            }
        }
    }

    /// <summary>The end of the input was none: what comes into a window that has fired is late, as its time has come.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AfterAnEndThatWasNone_NothingFiresOnTimeTwice(bool isSession)
    {
        var store = CheckpointStore.InMemory();
        Assert.Equal([(3, FiringKind.OnTime)], await RunAsync(5, 30, 40));
        Assert.Equal([(3, FiringKind.OnTime), (4, FiringKind.Late), (1, FiringKind.OnTime)], await RunAsync(20, 500));

        async Task<List<(long, FiringKind)>> RunAsync(params int[] seconds)
        {
            var spout = new FedSpout<TimedEvent>();
            spout.Push([.. seconds.Select(At)]);
            spout.End();
            var windows = isSession ? Window.Session(TimeSpan.FromMinutes(1)) : Window.Tumbling(TimeSpan.FromMinutes(1));
            await using var run = await Build(() => spout, FiringPolicy.OnTime().WithLate(), TimeSpan.FromMinutes(5), windows)
                .RunToEndAsync(new() { Checkpoints = store });
            return [.. Fired.Of(run).Select(firing => (firing.Value, firing.Kind))];
        }
    }

    /// <summary>Minutes, and hours of minutes: nothing that fires on time is late for the windows behind.</summary>
    [Fact]
    public async Task Windows_CanStandBehindWindows()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new RandomEvents(seed);
            await using var run = await WindowedRun.OfAsync(random.Events, seed % 2 == 0, (_, stream) =>
            {
                var timed = stream.WithEventTime(item => item.Time, WatermarkStrategy.BoundedOutOfOrderness(random.Delay));
                var final = seed % 3 == 0 ? FiringPolicy.WhenFinal() : FiringPolicy.OnTime();
                var minutes = timed.GroupBy(item => item.Key).Window(Window.Tumbling(TimeSpan.FromMinutes(1)))
                    .AllowLateness(seed % 3 == 0 ? random.Lateness : TimeSpan.Zero).Aggregate("minutes", a => a.Sum(item => item.Value), random.Tasks);
                minutes.ToView();
                minutes.ToStream(final).GroupBy(firing => firing.Key).Window(Window.Tumbling(TimeSpan.FromHours(1)))
                    .Aggregate("hours", a => a.Sum(firing => firing.Value), random.Tasks).ToView();
            }, chunkSize: random.Next(1, 20));
            var minutes = run.View(new WindowViewName<int, long>("minutes")).All();
            var expected = minutes.GroupBy(window => (window.Key, Hour: window.Start.UtcTicks / TimeSpan.TicksPerHour))
                .Select(of => (of.Key.Key, of.Key.Hour, of.Sum(window => window.Value))).Order();
            var hours = run.View(new WindowViewName<int, long>("hours")).All()
                .Select(window => (window.Key, window.Start.UtcTicks / TimeSpan.TicksPerHour, window.Value)).Order();
            Assert.Equal(expected, hours);
            Assert.Equal(0, run.Component("hours").TuplesLate);
        }
    }

    /// <summary>An accumulator that is changed in place: what was fired stays as it was.</summary>
    [Theory]
    [InlineData(FiringMode.Accumulating)]
    [InlineData(FiringMode.Discarding)]
    [InlineData(FiringMode.Retracting)]
    public async Task FiringsOfLists_AreNotChangedAfterwards(FiringMode mode)
    {
        List<TimedEvent> events = [.. Enumerable.Range(0, 200).Select(i => new TimedEvent(i % 3, Origin.AddSeconds(i), i))];
        foreach (var windows in new[] { Window.Tumbling(TimeSpan.FromMinutes(1)), Window.Session(TimeSpan.FromSeconds(10)),
                     Window.Hopping(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20)) })
        {
            await using var run = await WindowedRun.OfAsync(events, fails: true, (_, stream) => stream
                .WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
                .GroupBy(item => item.Key).Window(windows).Aggregate("distinct", a => a.Distinct(item => item.Value), 2)
                .ToStream(FiringPolicy.OnTime().WithEarly(4).In(mode))
                .GroupBy(firing => (firing.Key, firing.Start.UtcTicks))
                .Aggregate("shares", a => a.Sum(firing => firing.IsRetraction ? -firing.Value.Count : firing.Value.Count)).ToView());
            var shares = run.View(new ViewName<(int, long), long>("shares")).Content();
            var expected = windows.Name.StartsWith("hopping", StringComparison.Ordinal) ? 600 : 200;
            if (mode != FiringMode.Accumulating) Assert.Equal(expected, shares.Values.Sum());
            Assert.NotEmpty(shares);
        }
    }

    [Fact]
    public async Task StreamWithoutAView_LetsFinalWindowsGo()
    {
        List<TimedEvent> events = [.. Enumerable.Range(0, 50_000).Select(i => new TimedEvent(i % 5, Origin.AddSeconds(i), 1))];
        await using var run = await WindowedRun.OfAsync(events, fails: false, (_, stream) =>
        {
            var counts = stream.WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
                .GroupBy(item => item.Key).Window(Window.Hopping(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20))).Aggregate("counts", a => a.Count());
            counts.ToStream().GroupBy(firing => firing.Key).Aggregate("sums", a => a.Sum(firing => firing.Value)).ToView();
        });
        Assert.Equal(150_000, run.View(new ViewName<int, long>("sums")).Content().Values.Sum());
        Assert.InRange(run.Describe().Views.Single(view => view.Name == "counts").Keys, 1, 2_000); // of 12,500 panes
    }

    [Fact]
    public void Build_ReportsTwoWaysToFire_AndFinalWindowsFireNothingLate()
    {
        var topology = new TopologyBuilder("windows");
        var counts = topology.AddSpout("events", new FedSpout<TimedEvent>()).WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .GroupBy(item => item.Key).Window(Window.Snapshot()).Aggregate("counts", a => a.Count());
        counts.ToStream().Ignore();
        counts.ToStream(FiringPolicy.OnTime()).Ignore();
        counts.ToStream(FiringPolicy.WhenFinal());

        var problem = Assert.Single(Assert.Throws<TopologyException>(() => topology.Build()).Problems);
        Assert.Contains("two ways", problem.Cause, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => FiringPolicy.WhenFinal().WithLate());
    }

    private static IComparer<Fired> Order => Comparer<Fired>.Create((left, right) =>
        (left.Index, left.IsRetraction).CompareTo((right.Index, right.IsRetraction)));

    private static Fired Firing(long value, FiringKind kind, int index, bool isRetraction = false) =>
        new(0, Origin.UtcTicks, Origin.AddMinutes(1).UtcTicks, value, kind, index, isRetraction);

    private static TimedEvent At(int seconds) => new(0, Origin.AddSeconds(seconds), 1);

    private static TopologyBuilder Build(Func<ISpout<TimedEvent>> spout, FiringPolicy policy, TimeSpan lateness = default, Window? windows = null)
    {
        var topology = new TopologyBuilder("windows");
        Fired.Gather(topology.AddSpout("events", spout).WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .GroupBy(item => item.Key).Window(windows ?? Window.Tumbling(TimeSpan.FromMinutes(1))).AllowLateness(lateness)
            .Aggregate("counts", a => a.Count()).ToStream(policy));
        return topology;
    }

    private static async Task PublishedAsync(TopologyRun run, FedSpout<TimedEvent> spout)
    {
        await run.Until(() => spout.Waiting == 0);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
    }
}
