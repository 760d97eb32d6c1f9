using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.RealData;
using LambdaSpeed.Windows;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>What readers of windows see while a run goes on, and after it was started again.</summary>
public sealed class WindowViewTests
{
    private static readonly WindowViewName<int, long> Counts = new("counts");
    private static readonly DateTimeOffset Origin = RandomEvents.Origin;

    [Fact]
    public async Task Window_IsShownFromItsFirstTupleOn_AndFinalWhenTheWatermarkHasPassed()
    {
        var spout = new FedSpout<TimedEvent>();
        await using var run = await Build(spout, Window.Tumbling(TimeSpan.FromMinutes(1))).StartAsync();
        spout.Push(At(5), At(30));
        await PublishedAsync(run, spout);
        var first = Assert.Single(run.View(Counts).All());
        Assert.Equal((Origin, Origin.AddMinutes(1), 2, false), (first.Start, first.End, first.Value, first.IsFinal));
        Assert.Equal(Origin.AddSeconds(20), run.View(Counts).Watermark);

        spout.Push(At(70)); // the watermark is 10 s behind
        await PublishedAsync(run, spout);
        Assert.Equal([true, false], run.View(Counts).Of(0).Select(window => window.IsFinal));

        spout.Push(At(59));
        await PublishedAsync(run, spout);
        Assert.Equal([2L, 1L], run.View(Counts).Of(0).Select(window => window.Value));
        Assert.Equal(1, run.Component("counts").TuplesLate);
        Assert.Contains("1 late", run.Describe().ToString(), StringComparison.Ordinal);
        Assert.Contains(run.Describe().Tasks, task => task.Watermark == Origin.AddSeconds(60));
    }

    [Fact]
    public async Task AllowedLateness_CorrectsWhatWasShown()
    {
        var spout = new FedSpout<TimedEvent>();
        await using var run = await Build(spout, Window.Tumbling(TimeSpan.FromMinutes(1)), windows => windows.AllowLateness(TimeSpan.FromMinutes(1)))
            .StartAsync();
        spout.Push(At(5), At(100), At(30));
        await PublishedAsync(run, spout);
        Assert.Equal([(2L, false), (1L, false)], run.View(Counts).Of(0).Select(window => (window.Value, window.IsFinal)));

        spout.Push(At(130), At(30));
        await PublishedAsync(run, spout);
        Assert.Equal([(2L, true), (1L, false), (1L, false)], run.View(Counts).Of(0).Select(window => (window.Value, window.IsFinal)));
    }

    [Fact]
    public async Task StoppedRun_GoesOnInTheSameWindows_WithTheSameWatermark_AlsoWithOtherTasks()
    {
        var store = CheckpointStore.InMemory();
        List<TimedEvent> events = [At(5), At(30), At(50), At(69), At(20), At(75), At(130)];
        var until = 4;
        foreach (var tasks in new[] { 3, 1, 2 })
        {
            var topology = new TopologyBuilder("windows");
            topology.AddSpout("events", () => new HaltingRows(events, () => until))
                .WithEventTime(item => item.Time, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(5)))
                .GroupBy(item => item.Key).Window(Window.Tumbling(TimeSpan.FromMinutes(1))).Aggregate("counts", a => a.Count(), tasks).ToView();
            await using var run = await topology.StartAsync(new() { Checkpoints = store });
            await run.Until(() => run.View(Counts).All().Sum(window => window.Value) >= until - (until > 4 ? 1 : 0));
            if (until < 7) Assert.DoesNotContain(run.View(Counts).All(), window => window.Start > Origin && window.IsFinal);
            Assert.True(run.View(Counts).At(0, Origin)[0].IsFinal);
            await run.Within(run.StopAsync(RunFixture.Cancel));
            Assert.NotEqual(DateTimeOffset.MaxValue, run.View(Counts).Watermark);
            Assert.Equal(3, run.View(Counts).At(0, Origin)[0].Value); // the one at 20 s was late in its own source, whoever reads it
            until = Math.Min(until + 2, 7);
        }
    }

    /// <summary>Panes of another length would be taken for panes of this one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OtherWindows_UnderTheSameName_AreRefusedAtTheStart(bool areSessions)
    {
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory() };
        await using (var run = await Build(Of(1)).StartAsync(options))
        {
            await run.Until(() => run.View(Counts).Of(0).Count > 0);
        }

        var refused = await Assert.ThrowsAsync<StateMismatchException>(() => Build(Of(2)).StartAsync(options));
        Assert.Contains("'view:counts'", refused.Message, StringComparison.Ordinal);
        await using var same = await Build(Of(1)).StartAsync(options);
        Assert.Single(same.View(Counts).Of(0));

        Window Of(int minutes) => areSessions ? Window.Session(TimeSpan.FromMinutes(minutes)) : Window.Tumbling(TimeSpan.FromMinutes(minutes));

        static TopologyBuilder Build(Window windows)
        {
            var topology = new TopologyBuilder("windows");
            topology.AddSpout("events", () => new HaltingRows([At(5)], () => 1))
                .WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
                .GroupBy(item => item.Key).Window(windows).Aggregate("counts", a => a.Count()).ToView();
            return topology;
        }
    }

    [Fact]
    public async Task KeepFor_LetsGoOfWindows_SomeTimeAfterTheyAreFinal()
    {
        const int Windows = 200_000;
        var events = Enumerable.Range(0, Windows).Select(i => new TimedEvent(i % 3, Origin.AddSeconds(i), 1)).ToList();
        await using var run = await WindowedRun.OfAsync(events, fails: false, (_, stream) => stream
            .WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .GroupBy(item => item.Key).Window(Window.Tumbling(TimeSpan.FromSeconds(1))).KeepFor(TimeSpan.FromMinutes(10))
            .Aggregate("counts", a => a.Count()).ToView());

        var kept = run.View(Counts).All().ToList();
        Assert.InRange(kept.Count, 1, 20_000);
        Assert.InRange(run.Describe().Views.Single().Keys, 1, 20_000);
        Assert.Contains(kept, window => window.Start == Origin.AddSeconds(Windows - 1));
    }

    [Fact]
    public async Task KeepFor_LetsGoOfSessions_OfKeysThatComeAgainAndOfOthers()
    {
        var events = Enumerable.Range(0, 50_000).SelectMany(i => new TimedEvent[]
        {
            new(0, Origin.AddMinutes(i), 1), new(i, Origin.AddMinutes(i), 1),
        }).ToList();
        await using var run = await WindowedRun.OfAsync(events, fails: false, (_, stream) => stream
            .WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .GroupBy(item => item.Key).Window(Window.Session(TimeSpan.FromSeconds(30))).KeepFor(TimeSpan.FromMinutes(100))
            .Aggregate("counts", a => a.Count()).ToView());

        Assert.InRange(run.View(Counts).Of(0).Count, 1, 1_200); // a hundred, and what one chunk brings before the watermark moves
        Assert.InRange(run.Describe().Views.Single().Keys, 1, 10_000);
    }

    /// <summary>Windows that overlap share panes: none is shown that has lost some.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KeepFor_ShowsNoWindowThatHasLostPanes(bool hops)
    {
        var events = Enumerable.Range(0, 20_000).Select(i => new TimedEvent(0, Origin.AddSeconds(i), 1)).ToList();
        var windows = hops ? Window.Hopping(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1)) : Window.Sliding(TimeSpan.FromSeconds(60));
        await using var run = await WindowedRun.OfAsync(events, fails: true, (_, stream) => stream
            .WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .GroupBy(item => item.Key).Window(windows).KeepFor(TimeSpan.Zero).Aggregate("counts", a => a.Count()).ToView());

        var shown = run.View(Counts).All().ToList();
        Assert.InRange(shown.Count, 60, 3_000);
        Assert.All(shown, window => Assert.Equal(Math.Min(60, (int)(Origin.AddSeconds(20_000) - window.Start).TotalSeconds), window.Value));
    }

    [Fact]
    public async Task StartBehindTheEndOfTheInput_GoesOnByItsOwnWatermarks()
    {
        var store = CheckpointStore.InMemory();
        List<TimedEvent> events = [At(5), At(70), At(30)];
        foreach (var (late, counts) in new[] { (1, new long[] { 1, 1 }), (1, [1, 2, 1]) })
        {
            var rows = events.ToList();
            var topology = new TopologyBuilder("windows");
            topology.AddSpout("events", () => new RowSpout<TimedEvent>(rows, _ => { }))
                .WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
                .GroupBy(item => item.Key).Window(Window.Tumbling(TimeSpan.FromMinutes(1))).Aggregate("counts", a => a.Count()).ToView();
            await using var run = await topology.RunToEndAsync(new() { Checkpoints = store });
            Assert.Equal(counts, run.View(Counts).Of(0).Select(window => window.Value));
            Assert.Equal(late, run.Component("counts").TuplesLate);
            events.AddRange([At(80), At(50), At(130)]);
        }
    }

    [Fact]
    public async Task Adjust_TakesTheEarliestInstantThatIsAccepted_AlsoWhereWindowsOverlap()
    {
        List<TimedEvent> events = [At(0), At(1000), At(10)];
        await using var run = await WindowedRun.OfAsync(events, fails: false, (_, stream) => stream
            .WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .GroupBy(item => item.Key).Window(Window.Hopping(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(10)))
            .OnLate(LatePolicy.Adjust).Aggregate("counts", a => a.Count()).ToView());

        var moved = run.View(Counts).Of(0).Where(window => window.Start > Origin.AddSeconds(100) && window.End <= Origin.AddSeconds(1010)).ToList();
        Assert.Equal(Origin.AddSeconds(1010), moved[^1].End); // the first that was open, and those before that hold the same pane
        Assert.Equal(Origin.AddSeconds(920), moved[0].End);
    }

    [Fact]
    public void LastDayOfTheCalendar_IsAWindowToo()
    {
        foreach (var unit in Enum.GetValues<CalendarUnit>())
        {
            var windows = (PaneWindows)Window.Calendar(unit);
            foreach (var time in new[] { 1, DateTime.MaxValue.Ticks, DateTime.MaxValue.AddDays(-20).Ticks, DateTime.MaxValue.AddDays(-40).Ticks })
            {
                var pane = windows.PaneOf(time);
                Assert.True(pane.Start <= time && time < pane.End, $"{unit} {time}: {pane}");
                Assert.Equal(pane, windows.PaneOf(pane.Start));
                Assert.Equal(pane, windows.PaneOf(pane.End - 1));
            }
        }
    }

    [Fact]
    public void Build_ReportsWindowsWithoutEventTime_AndPartialResultsBeforeThem()
    {
        var topology = new TopologyBuilder("windows");
        topology.AddSpout("timed", new FedSpout<TimedEvent>()).WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .Merge(topology.AddSpout("untimed", new FedSpout<TimedEvent>()))
            .GroupBy(item => item.Key).PreAggregate().Window(Window.Snapshot()).Aggregate("counts", a => a.Count());

        var problems = Assert.Throws<TopologyException>(() => topology.Build()).Problems;

        Assert.Contains(problems, problem => problem.Component == "counts" && problem.Cause.Contains("'untimed'", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Cause.Contains("'timed'", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Cause.Contains("partial results", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Remedy.Contains("ToView()", StringComparison.Ordinal));
    }

    private static TimedEvent At(int seconds) => new(0, Origin.AddSeconds(seconds), 1);

    private static TopologyBuilder Build(
        FedSpout<TimedEvent> spout, Window windows, Func<WindowedStream<int, TimedEvent>, WindowedStream<int, TimedEvent>>? with = null)
    {
        var topology = new TopologyBuilder("windows");
        var windowed = topology.AddSpout("events", spout)
            .WithEventTime(item => item.Time, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(10)))
            .GroupBy(item => item.Key).Window(windows);
        (with?.Invoke(windowed) ?? windowed).Aggregate("counts", a => a.Count()).ToView();
        return topology;
    }

    private static async Task PublishedAsync(TopologyRun run, FedSpout<TimedEvent> spout)
    {
        await run.Until(() => spout.Waiting == 0);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
    }

    /// <summary>Rows that can be read again, of which only the first ones have come so far.</summary>
    private sealed class HaltingRows(List<TimedEvent> rows, Func<int> until) : Spout<TimedEvent>, IPositionedSpout
    {
        private int _next;

        public override SpoutStatus Next(SpoutEmitter<TimedEvent> output, int limit)
        {
            if (_next >= until()) return SpoutStatus.Idle;
            output.Emit(rows[_next], new LogPosition(0, _next++));
            return SpoutStatus.Ready;
        }

        public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(new(0, _next));

        public void Seek(IReadOnlyCollection<LogPosition> positions) => _next = (int)positions.Single().Offset;
    }
}
