using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Joins;
using LambdaSpeed.Tests.RealData;
using Xunit;

namespace LambdaSpeed.Tests.Timers;

/// <summary>Timers of event time: when they fire, with what, and what a failure, a start and the end of the input do to them.</summary>
public sealed class EventTimerTests
{
    private static readonly DateTimeOffset Origin = RandomSide.Origin;
    private static readonly ViewName<string, long> Firings = new("fired");

    [Fact]
    public async Task Timer_FiresWhenTheWatermarkReachesIt_InOrderOfTime()
    {
        var spout = new FedSpout<JoinEvent>();
        await using var run = await Describe(spout, (bolt, item) =>
        {
            if (item.Value > 0) bolt.Event.Set(Origin.AddSeconds(item.Value));
        }).StartAsync();

        await PushAsync(run, spout, At(1, 0, 30), At(2, 0, 20), At(3, 0, 31));
        Assert.Empty(Shown(run));
        await PushAsync(run, spout, At(9, 19, 0));
        Assert.Empty(Shown(run));
        await PushAsync(run, spout, At(9, 30, 0));
        Assert.Equal(["1 event 30 #1", "2 event 20 #1"], Shown(run));
        await PushAsync(run, spout, At(9, 31, 0));
        Assert.Equal(["1 event 30 #1", "2 event 20 #1", "3 event 31 #1"], Shown(run));
    }

    [Fact]
    public async Task Timer_SetAgain_FiresAtTheNewTimeAlone_AndCleared_NotAtAll()
    {
        var spout = new FedSpout<JoinEvent>();
        List<DateTimeOffset?> before = [];
        await using var run = await Describe(spout, (bolt, item) =>
        {
            before.Add(bolt.Event.Due);
            if (item.Value > 0) bolt.Event.Set(Origin.AddSeconds(item.Value));
            else if (item.Value < 0) bolt.Event.Clear();
            Assert.Equal(item.Value > 0 ? Origin.AddSeconds(item.Value) : item.Value < 0 ? null : before[^1], bolt.Event.Due);
        }).StartAsync();

        await PushAsync(run, spout, At(1, 0, 10), At(1, 1, 30), At(2, 1, 10), At(2, 2, -1), At(3, 2, 30), At(3, 3, 10));
        Assert.Equal([null, Origin.AddSeconds(10), null, Origin.AddSeconds(10), null, Origin.AddSeconds(30)], before);
        await PushAsync(run, spout, At(9, 29, 0));
        Assert.Equal(["3 event 10 #1"], Shown(run));
        await PushAsync(run, spout, At(9, 40, 0));
        Assert.Equal(["1 event 30 #1", "3 event 10 #1"], Shown(run));
    }

    [Fact]
    public async Task Timers_AreASetOfTimes()
    {
        var spout = new FedSpout<JoinEvent>();
        List<bool> answers = [];
        await using var run = await Describe(spout, (bolt, item) =>
        {
            var due = Origin.AddSeconds(Math.Abs(item.Value));
            if (item.Value > 0) answers.Add(bolt.Events.Add(due));
            else if (item.Value < 0) answers.Add(bolt.Events.Remove(due));
            Assert.Equal(item.Value > 0, bolt.Events.Contains(due));
        }).StartAsync();

        await PushAsync(run, spout, At(1, 0, 10), At(1, 0, 20), At(1, 0, 10), At(1, 0, 30), At(1, 0, -20), At(1, 0, -20), At(2, 0, 20));
        Assert.Equal([true, true, false, true, true, false, true], answers);
        await PushAsync(run, spout, At(9, 100, 0));
        Assert.Equal(["1 events 10 #1", "1 events 30 #2", "2 events 20 #1"], Shown(run));
    }

    [Fact]
    public async Task Timer_SetToATimeThatHasPassed_FiresAtOnce()
    {
        var spout = new FedSpout<JoinEvent>();
        await using var run = await Describe(spout, (bolt, item) => bolt.Event.Set(Origin.AddSeconds(item.Value))).StartAsync();
        await PushAsync(run, spout, At(1, 50, 40), At(2, 60, 90));
        Assert.Equal(["1 event 40 #1"], Shown(run));
    }

    [Fact]
    public async Task TimerSetByATimer_FiresInTurn_AndAtTheEndOfTheInputComesToAnEnd()
    {
        var spout = new FedSpout<JoinEvent>();
        await using var run = await Describe(spout, (bolt, item) => bolt.Event.Set(Origin.AddSeconds(item.Value)), (bolt, key, timer) =>
        {
            Assert.Null(bolt.Event.Due);
            bolt.Event.Set(timer.Due.AddSeconds(10));
            bolt.Emit(key, timer);
        }).StartAsync();
        await PushAsync(run, spout, At(1, 0, 10), At(2, 35, 33));
        Assert.Equal(["1 event 10 #1", "1 event 20 #2", "1 event 30 #3", "2 event 33 #1"], Shown(run));
        spout.End();
        await run.Within(run.Completion);

        // the end of the input waits for what is set then, 43 s the latest, and for nothing that is set from there on
        Assert.Equal(["1 event 10 #1", "1 event 20 #2", "1 event 30 #3", "1 event 40 #4", "2 event 33 #1", "2 event 43 #2"], Shown(run));
    }

    [Fact]
    public async Task Emits_HaveTheTimersTime_AndAreLateNowhere()
    {
        List<JoinEvent> events = [.. Enumerable.Range(0, 5000).Select(i => new JoinEvent(i % 7, Origin.AddSeconds(i), i))];
        var builder = new TopologyBuilder("timers");
        builder.AddSpout("events", new ListSpout<JoinEvent>(events)).WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .GroupBy(item => item.Key).Then("timed", () => new TimedBolt((bolt, item) => bolt.Events.Add(item.Time.AddSeconds(item.Value % 50))), 2)
            .GroupBy(_ => 0).Window(Window.Tumbling(TimeSpan.FromSeconds(1))).Aggregate("seconds", a => a.Count()).ToView();
        await using var run = await builder.RunToEndAsync();

        var expected = events.Select(item => (item.Key, Due: item.Time.AddSeconds(item.Value % 50))).Distinct()
            .GroupBy(item => item.Due).Select(of => (of.Key, of.LongCount()));
        Assert.Equal(0, run.Component("seconds").TuplesLate);
        Assert.Equal(expected.Order(), run.View(new WindowViewName<int, long>("seconds")).All().Select(window => (window.Start, window.Value)).Order());
    }

    /// <summary>Each time that is set fires once, in order of time for each key, whatever fails and however many tasks there are.</summary>
    [Fact]
    public async Task Timers_OfRandomStreams_FireOnceEach_InOrder()
    {
        var firings = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var side = new RandomSide(random, TimeSpan.FromDays(1), most: 400);
            var tasks = random.Next(1, 5);
            var failAt = side.Events.Count / 2;
            var failures = random.Next(2);
            var last = new System.Collections.Concurrent.ConcurrentDictionary<int, DateTimeOffset>();
            var builder = new TopologyBuilder("timers");
            builder.AddSpout("events", () => new RowSpout<JoinEvent>(side.Events, MayFail), side.Sources)
                .WithEventTime(item => item.Time, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(100)))
                .GroupBy(item => item.Key)
                .Then("timed", () => new TimedBolt((bolt, item) => bolt.Events.Add(DueOf(item))), tasks)
                .GroupBy(fired => fired.Key).Aggregate("all", a => a.ToList(fired => fired.ToString(), fired => fired.Number)).ToView();
            await using var run = await builder.RunToEndAsync(new()
            {
                EpochInterval = TimeSpan.FromMilliseconds(2), Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
            });

            foreach (var key in side.Events.GroupBy(item => item.Key))
            {
                var expected = key.Select(DueOf).Distinct().Order().Select((due, i) => new Fired(key.Key, "events", due, i + 1, due).ToString());
                Assert.Equal(expected, run.View(new ViewName<int, IReadOnlyList<string>>("all")).Get(key.Key));
                firings += expected.Count();
            }

            void MayFail(int row)
            {
                if (row == failAt && Interlocked.Decrement(ref failures) >= 0) throw new TestFailure();
            }
        }
        Assert.True(firings > 3000, $"only {firings} fired");

        static DateTimeOffset DueOf(JoinEvent item) => item.Time.AddSeconds(1 + (item.Value % 30));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(4, 1)]
    public async Task NextStart_WithOtherParallelism_FindsTheTimers(int first, int second)
    {
        var store = CheckpointStore.InMemory();
        List<JoinEvent> events = [.. Enumerable.Range(0, 20).Select(i => At(i, 0, 100 + i))];
        await using (var run = await Describe(new RowSpout<JoinEvent>(events, _ => { }), Set, tasks: first, idles: true).StartAsync(Kept()))
        {
            await run.Until(() => run.Component("timed").TuplesRead == 20);
            await run.Within(run.PublishAsync(RunFixture.Cancel));
            await run.Within(run.StopAsync(RunFixture.Cancel));
            Assert.Empty(Shown(run));
        }
        events.Add(At(99, 109, 500));
        events.Add(At(98, 110, 500));
        await using var again = await Describe(new RowSpout<JoinEvent>(events, _ => { }), Set, tasks: second, idles: true).StartAsync(Kept());
        await again.Until(() => Shown(again).Count >= 11);
        Assert.Equal(Enumerable.Range(0, 11).Select(i => $"{i} event {100 + i} #1").Order(), Shown(again));

        SpeedLayerOptions Kept() => new() { Checkpoints = store, EpochInterval = TimeSpan.FromMilliseconds(2) };

        static void Set(TimedBolt bolt, JoinEvent item) => bolt.Event.Set(Origin.AddSeconds(item.Value));
    }

    [Fact]
    public async Task FailingTimer_HaltsTheRun_AndIsNamed()
    {
        var fault = await Describe(new ListSpout<JoinEvent>([At(1, 0, 10)]), (bolt, item) => bolt.Event.Set(Origin.AddSeconds(item.Value)),
            (_, _, _) => throw new TestFailure()).RunToFaultAsync<TupleFailedException>();

        Assert.Equal("timed", fault.Component);
        Assert.Equal(-1, fault.Ordinal);
        Assert.Contains("failed on a timer", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TupleFailurePolicy.Skip)]
    [InlineData(TupleFailurePolicy.DeadLetter)]
    public async Task FailingTimer_IsLeftOut_WithAllThatItDid(TupleFailurePolicy policy)
    {
        var builder = Describe(new ListSpout<JoinEvent>([At(1, 0, 10), At(2, 0, 11), At(1, 1, 12)]),
            (bolt, item) => bolt.Events.Add(Origin.AddSeconds(item.Value)), FailAtTen, options: new() { OnFailure = policy });
        await using var run = await builder.RunToEndAsync();

        Assert.Equal(["1 events 12 #1", "2 events 11 #1"], Shown(run));
        Assert.Equal(1, run.Component("timed").TuplesSkipped);

        static void FailAtTen(TimedBolt bolt, int key, TimerFiring timer)
        {
            bolt.Emit(key, timer);
            bolt.Event.Set(timer.Due.AddSeconds(5));
            if (timer.Due == Origin.AddSeconds(10)) throw new TestFailure();
            bolt.Event.Clear();
        }
    }

    [Fact]
    public async Task FailingTimer_IsTriedAgain_BeforeAnythingBehindIt()
    {
        var left = 3;
        var builder = Describe(new ListSpout<JoinEvent>([At(1, 0, 10), At(1, 5, 20)]), (bolt, item) => bolt.Events.Add(Origin.AddSeconds(item.Value)),
            (bolt, key, timer) =>
            {
                bolt.Emit(key, timer);
                if (timer.Due == Origin.AddSeconds(10) && left-- > 0) throw new TestFailure();
            },
            options: new() { Retry = new() { MaxRetries = 5, FirstDelay = TimeSpan.FromMilliseconds(1) } });
        await using var run = await builder.RunToEndAsync();

        Assert.Equal(["1 events 10 #1", "1 events 20 #2"], Shown(run));
        Assert.Equal(3, run.Component("timed").TuplesRetried);
    }

    [Fact]
    public async Task EventTimer_WithoutEventTime_IsRefusedInOpen_WithTheRemedy()
    {
        var builder = new TopologyBuilder("timers");
        builder.AddSpout("events", new ListSpout<JoinEvent>([])).GroupBy(item => item.Key).Then("timed", () => new TimedBolt((_, _) => { })).Ignore();

        var refused = await Assert.ThrowsAsync<TaskFailedException>(() => builder.StartAsync());
        Assert.Contains("'timed' declares 'event'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("WithEventTime", refused.Message, StringComparison.Ordinal);
    }

    private static List<string> Shown(TopologyRun run) => [.. run.View(Firings).All().Select(entry =>
    {
        Assert.Equal(1, entry.Value);
        return entry.Key;
    }).Order(StringComparer.Ordinal)];

    private static JoinEvent At(int key, int second, long value) => new(key, Origin.AddSeconds(second), value);

    private static async Task PushAsync(TopologyRun run, FedSpout<JoinEvent> spout, params JoinEvent[] events)
    {
        spout.Push(events);
        await run.Until(() => spout.Waiting == 0);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
    }

    private static TopologyBuilder Describe(
        ISpout<JoinEvent> spout, Action<TimedBolt, JoinEvent> execute, Action<TimedBolt, int, TimerFiring>? onTimer = null, int tasks = 1,
        ComponentOptions? options = null, bool idles = false)
    {
        var builder = new TopologyBuilder("timers");
        var timed = builder.AddSpout("events", () => idles ? new Endless<JoinEvent>((RowSpout<JoinEvent>)spout) : spout)
            .WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .GroupBy(item => item.Key).Then("timed", () => new TimedBolt(execute, onTimer), tasks, options);
        if (options?.OnFailure == TupleFailurePolicy.DeadLetter) timed.DeadLetters().Ignore();
        timed.GroupBy(fired => fired.ToString()).Aggregate("fired", a => a.Count()).ToView();
        return builder;
    }
}
