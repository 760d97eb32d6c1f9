using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Joins;
using LambdaSpeed.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Timers;

/// <summary>Timers of processing time, in virtual time.</summary>
public sealed class ProcessingTimerTests
{
    private readonly FakeTimeProvider _clock = new(RandomSide.Origin);
    private readonly ConcurrentFirings _fired = new();

    [Fact]
    public void Timer_FiresByTheClock_WithoutAnyTuple_AndMakesAnEpoch()
    {
        var spout = new FedSpout<JoinEvent>();
        var run = new SteppedRun(Describe(() => spout, (bolt, item) => bolt.Clock.Set(bolt.Time.Now.AddSeconds(item.Value))), _clock);
        spout.Push(At(1, 10), At(2, 5), At(3, 20));
        run.Advance(100);
        var before = run.Published;
        run.Advance(4_800);
        Assert.Empty(_fired.Names);
        run.Advance(200);
        Assert.Equal(["2"], _fired.Names);
        run.Advance(100);
        Assert.True(run.Published > before);
        for (var i = 0; i < 200; i++) run.Advance(100);
        Assert.Equal(["2", "1", "3"], _fired.Names);

        var quiet = run.Published;
        for (var i = 0; i < 100; i++) run.Advance(1000);
        Assert.Equal(quiet, run.Published);
    }

    [Fact]
    public void TimerThatIsPutOff_FiresAtItsLastTime_AndOneThatIsCleared_DoesNot()
    {
        var spout = new FedSpout<JoinEvent>();
        var run = new SteppedRun(Describe(() => spout, (bolt, item) =>
        {
            if (item.Value > 0) bolt.Clock.Set(bolt.Time.Now.AddSeconds(item.Value));
            else bolt.Clock.Clear();
        }), _clock);
        for (var i = 0; i < 20; i++)
        {
            spout.Push(At(1, 2), At(2, 2));
            run.Advance(1_000);
        }
        spout.Push(At(2, 0));
        run.Step();
        Assert.Empty(_fired.Names);
        run.Advance(1_900);
        Assert.Empty(_fired.Names);
        run.Advance(100);
        Assert.Equal(["1"], _fired.Names);
        run.Advance(10_000);
        Assert.Equal(["1"], _fired.Names);
    }

    [Fact]
    public void TimerFarAway_IsNotForgotten()
    {
        var spout = new FedSpout<JoinEvent>();
        var run = new SteppedRun(Describe(() => spout, (bolt, item) => bolt.Clock.Set(bolt.Time.Now.AddDays(item.Value))), _clock);
        spout.Push(At(1, 40));
        run.Step();
        for (var day = 0; day < 39; day++) run.Advance(86_400_000);
        Assert.Empty(_fired.Names);
        run.Advance(86_400_000);
        Assert.Equal(["1"], _fired.Names);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 2)]
    public async Task NextStart_FiresAtOnceWhatCameDueMeanwhile_AndTheRestInTime(int first, int second)
    {
        var store = CheckpointStore.InMemory();
        List<JoinEvent> events = [At(1, 10), At(2, 20), At(3, 1_000_000)];
        await using (var run = await Describe(() => new Endless<JoinEvent>(new(events, _ => { })), Set, first).StartAsync(Options()))
        {
            await run.Until(() => run.Component("timed").TuplesRead == 3);
            await run.Within(run.PublishAsync(RunFixture.Cancel));
            await run.Within(run.StopAsync(RunFixture.Cancel));
        }
        Assert.Empty(_fired.Names);
        _clock.Advance(TimeSpan.FromSeconds(100));

        await using var again = await Describe(() => new Endless<JoinEvent>(new(events, _ => { })), Set, second).StartAsync(Options());
        await again.Until(() => _fired.Names.Length == 2);
        Assert.Equal(["1", "2"], _fired.Names.Order());
        _clock.Advance(TimeSpan.FromSeconds(1_000_000));
        await again.Until(() => _fired.Names.Length == 3);

        SpeedLayerOptions Options() => new() { Checkpoints = store, TimeProvider = _clock };

        static void Set(TimedBolt bolt, JoinEvent item) => bolt.Clock.Set(RandomSide.Origin.AddSeconds(item.Value));
    }

    [Fact]
    public void TimerThatFails_IsTriedAgainByTheClock()
    {
        var spout = new FedSpout<JoinEvent>();
        var left = 2;
        var builder = Describe(() => spout, (bolt, item) => bolt.Clock.Set(bolt.Time.Now.AddSeconds(item.Value)), options: new()
        {
            Retry = new() { MaxRetries = 3, FirstDelay = TimeSpan.FromSeconds(1), LongestDelay = TimeSpan.FromSeconds(1) },
        }, onTimer: () =>
        {
            if (left-- > 0) throw new TestFailure();
        });
        var run = new SteppedRun(builder, _clock);
        spout.Push(At(1, 5));
        run.Step();
        run.Advance(5_000);
        Assert.Empty(_fired.Names);
        Assert.Equal(1, run.Component("timed").TuplesRetried);
        for (var i = 0; i < 4; i++) run.Advance(1_000);
        Assert.Equal(["1"], _fired.Names);
        Assert.Equal(2, run.Component("timed").TuplesRetried);
    }

    private static JoinEvent At(int key, long seconds) => new(key, RandomSide.Origin, seconds);

    private TopologyBuilder Describe(
        Func<ISpout<JoinEvent>> spout, Action<TimedBolt, JoinEvent> execute, int tasks = 1, ComponentOptions? options = null, Action? onTimer = null)
    {
        var builder = new TopologyBuilder("timers");
        builder.AddSpout("events", spout).GroupBy(item => item.Key).Then("timed", () => new TimedBolt(execute, (bolt, key, timer) =>
        {
            onTimer?.Invoke();
            Assert.Equal("clock", timer.Name);
            Assert.True(timer.Due <= bolt.Time.Now);
            _fired.Add($"{key}");
        }) { OnlyClock = true }, tasks, options).GroupBy(fired => fired.Key).Aggregate("fired", a => a.Count()).ToView();
        return builder;
    }

    private sealed class ConcurrentFirings
    {
        private readonly List<string> _names = [];

        public string[] Names
        {
            get
            {
                lock (_names) return [.. _names];
            }
        }

        public void Add(string name)
        {
            lock (_names) _names.Add(name);
        }
    }
}
