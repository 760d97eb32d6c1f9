using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.RealData;
using LambdaSpeed.Tests.Windows;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.EventTime;

/// <summary>What times, partitions and generators that go wrong do to a run.</summary>
public sealed class EventTimeTests
{
    private static readonly DateTimeOffset Origin = RandomEvents.Origin;

    /// <summary>A consumer that stands still for longer than the idle time holds the spout up: that is no silence of its partitions, of
    /// which one is far behind the other. The clock moves only while the spout is held up: a slow machine makes no silence.</summary>
    [Fact]
    public async Task SourceThatIsHeldUp_IsNotIdle()
    {
        static int PartitionOf(int i) => i is >= 40 and < 30_000 ? 0 : i % 2; // one has nothing to say around both halts
        List<TimedEvent> events = [.. Enumerable.Range(0, 31_000).Select(i => At(i - (PartitionOf(i) * 100_000), PartitionOf(i)))];
        var clock = new FakeTimeProvider();
        using var release = new SemaphoreSlim(0);
        var stands = 0; // how often the consumer has stood still
        var topology = new TopologyBuilder("held-up");
        topology.AddSpout("rows", () => new RowSpout<TimedEvent>(events, _ => { }))
            .WithEventTime(item => item.Time, WatermarkStrategy.Ascending().ForPartitions(2).WithIdleAfter(TimeSpan.FromMilliseconds(250)), item => item.Key)
            .Then<TimedEvent>("slow", (item, output) =>
            {
                if ((item.Time - Origin).TotalSeconds is 46 or 10_000)
                {
                    Interlocked.Increment(ref stands);
                    release.Wait(RunFixture.Patience);
                }
                output.Emit(item);
            }, options: new() { CanFuse = false, OwnThread = true })
            .GroupBy(item => item.Key).Window(Window.Snapshot()).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await topology.StartAsync(new() { TimeProvider = clock });

        for (var i = 1; i <= 2; i++)
        {
            await run.Until(() => Volatile.Read(ref stands) == i && run.Describe() is var now
                && now.Tasks[0].Status == "waiting" && now.Edges.Any(edge => edge.Depth == edge.Capacity));
            for (var milliseconds = 0; milliseconds < 1_200; milliseconds += 50)
            {
                clock.Advance(TimeSpan.FromMilliseconds(50));
                await Task.Delay(5, RunFixture.Cancel); // for what the clock wakes
            }
            release.Release();
        }
        await run.Within(run.Completion);

        Assert.Equal(0, run.Component("counts").TuplesLate);
    }

    /// <summary>An instant, whatever the machine's time zone; what would depend on that is refused.</summary>
    [Fact]
    public async Task DateTimes_MustSayWhatTheyAre()
    {
        List<TimedEvent> events = [At(1), At(2), At(3)];
        await using var run = await WindowedRun.OfAsync(events, fails: false, (_, stream) => stream
            .WithEventTime(item => (item.Time - Origin).TotalSeconds switch
            {
                1 => item.Time.UtcDateTime,
                2 => item.Time.LocalDateTime,
                _ => DateTime.SpecifyKind(item.Time.UtcDateTime, DateTimeKind.Unspecified),
            }, WatermarkStrategy.Ascending(), onFailure: TupleFailurePolicy.Skip)
            .GroupBy(_ => 0).Window(Window.Snapshot()).Aggregate("windows", a => a.Count()).ToView());

        Assert.Equal([events[0].Time, events[1].Time], run.View(new WindowViewName<int, long>("windows")).Of(0).Select(window => window.Start));
        Assert.Equal(1, run.Component("event-time").TuplesSkipped);
    }

    [Fact]
    public void GeneratorThatSaysNothingAfterIdleness_IsWaitedForAgain()
    {
        var watermarks = new LambdaSpeed.EventTime.PartitionWatermarks(WatermarkStrategy.Custom(() => new Told(_ => default)).ForPartitions(2));
        watermarks.LookForIdle();
        Assert.True(watermarks.IsIdle);

        watermarks.Observe(0, 100);
        Assert.False(watermarks.IsIdle);
        Assert.True(watermarks.Current > 0, "a watermark of 0 is none, and is not sent on");
    }

    [Theory]
    [InlineData("partition")]
    [InlineData("generator")]
    [InlineData("time")]
    [InlineData("latest time")]
    [InlineData("far ahead")]
    public async Task WhateverGoesWrong_FallsUnderThePolicy_AndNamesTheTuple(string what)
    {
        List<TimedEvent> events = [.. Enumerable.Range(0, 100).Select(i => At(i, i == 40 ? 7 : 0))];
        var strategy = what == "generator"
            ? WatermarkStrategy.Custom(() => new Told(time => time == events[40].Time ? throw new TestFailure() : time))
            : WatermarkStrategy.Ascending().ForPartitions(1);
        if (what == "far ahead") strategy = strategy.WithMaxAhead(TimeSpan.FromHours(1));

        await using var run = await WindowedRun.OfAsync(events, fails: false, (_, stream) => Describe(stream, TupleFailurePolicy.Skip));
        Assert.Equal(1, run.Component("event-time").TuplesSkipped);
        Assert.Equal(99, run.View(new ViewName<int, long>("all")).Content().Values.Sum());
        Assert.Equal(0, run.Component("windows").TuplesLate);

        var topology = new TopologyBuilder("windows");
        Describe(topology.AddSpout("rows", () => new RowSpout<TimedEvent>(events, _ => { })), TupleFailurePolicy.Halt);
        var fault = await topology.RunToFaultAsync<TupleFailedException>(new() { Restart = new() { MaxRestarts = 0 } });
        Assert.Equal((40, new LogPosition(0, 40)), (fault.Ordinal, fault.Position));

        void Describe(Stream<TimedEvent> stream, TupleFailurePolicy policy)
        {
            var timed = stream.WithEventTime(TimeOf, strategy, what == "partition" ? item => item.Key : _ => 0, policy);
            timed.GroupBy(_ => 0).Aggregate("all", a => a.Count()).ToView();
            timed.GroupBy(_ => 0).Window(Window.Snapshot()).Aggregate("windows", a => a.Count()).ToView();
        }

        DateTimeOffset TimeOf(TimedEvent item) => item.Key == 0 ? item.Time : what switch
        {
            "time" => throw new TestFailure(),
            "latest time" => DateTimeOffset.MaxValue,
            "far ahead" => DateTimeOffset.UtcNow.AddDays(1),
            _ => item.Time,
        };
    }

    [Fact]
    public async Task TuplesOfATick_HaveNoEventTime()
    {
        var topology = new TopologyBuilder("windows");
        var spout = new FedSpout<TimedEvent>();
        topology.AddSpout("events", spout).WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .Then("ticking", () => new Ticking(), options: new() { TickInterval = TimeSpan.FromMilliseconds(5) })
            .GroupBy(item => item.Key).Window(Window.Snapshot()).Aggregate("counts", a => a.Count()).ToView();
        spout.Push(At(0));
        var fault = await topology.RunToFaultAsync<TupleFailedException>(new() { Restart = new() { MaxRestarts = 0 } });
        Assert.Contains("no event time", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondEventTime_HasANameOfItsOwn()
    {
        var topology = new TopologyBuilder("windows");
        foreach (var name in new[] { "first", "second" })
        {
            topology.AddSpout(name, Spouts.FromEnumerable([At(1)])).WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
                .GroupBy(item => item.Key).Window(Window.Snapshot()).Aggregate(name + "-counts", a => a.Count()).ToView();
        }
        await using var run = await topology.RunToEndAsync();
        Assert.Equal(["event-time", "event-time-2"],
            run.Describe().Components.Select(component => component.Name).Where(name => name.StartsWith("event-time", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task AtTheEnd_NothingIsLate()
    {
        List<TimedEvent> events = [.. Enumerable.Range(0, 1_000).Select(i => At(-i * 1000))];
        await using var run = await WindowedRun.OfAsync(events, fails: true, (_, stream) => stream
            .WithEventTime(item => item.Time, WatermarkStrategy.AtTheEnd())
            .GroupBy(item => item.Key).Window(Window.Snapshot()).Aggregate("counts", a => a.Count()).ToView());
        var shown = run.View(new WindowViewName<int, long>("counts")).All().ToList();
        Assert.Equal(1_000, shown.Count);
        Assert.All(shown, window => Assert.True(window.IsFinal));
    }

    private static TimedEvent At(int seconds, int key = 0) => new(key, Origin.AddSeconds(seconds), 1);

    private sealed class Told(Func<DateTimeOffset, DateTimeOffset> tell) : IWatermarkGenerator
    {
        public DateTimeOffset OnEvent(DateTimeOffset eventTime) => tell(eventTime);
    }

    private sealed class Ticking : Bolt<TimedEvent, TimedEvent>
    {
        private bool _hasRead;

        public override void Execute(TimedEvent tuple, Emitter<TimedEvent> output)
        {
            _hasRead = true;
            output.Emit(tuple);
        }

        public override void Tick(Emitter<TimedEvent> output)
        {
            if (_hasRead) output.Emit(At(1));
        }
    }
}
