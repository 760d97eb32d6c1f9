using LambdaSpeed.Tests.Checkpoints;
using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.State;

/// <summary>What event time, windows, timers, joins and calls keep in a checkpoint, to the byte.</summary>
public sealed class TimeFormatTests
{
    private static readonly DateTimeOffset _origin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly Dictionary<string, string> _golden = new()
    {
        ["calls:call"] = "0104000000002901010000000000000000000000000000008500B796AB49DE0800000000000000000500000000000000",
        ["counts:counted"] = "01080100000000000000080100000000000000",
        ["event-time:other-time"] = "0104000000000C010000008700B796AB49DE08",
        ["event-time:time"] = "0104000000000C010000008500B796AB49DE08",
        ["fired:fired"] = "011001000000000000008000B796AB49DE080E0000000000000000000000000000",
        ["released:fired"] = "010400000000088500B796AB49DE08",
        ["released:windows"] = "010400000000085300B796AB49DE08",
        ["state:join/left"] = "011401000000000000008500B796AB49DE080000000009050000000000000001",
        ["state:join/right"] = "011401000000000000008700B796AB49DE080000000009070000000000000000",
        ["state:once/by-event"] = "010805000000000000001005974F97AB49DE088500B796AB49DE08",
        ["state:timers/events"] = "011001000000000000006D04B796AB49DE08086D04B796AB49DE08",
        ["state:timers/processing"] = "0110010000000000000000000000000000000880687BF8B349DE08",
        ["view:counted"] = "0110010000000000000000000000000000001001000000000000000500000000000000",
        ["view:fired"] = "011001000000000000008000B796AB49DE08080100000000000000",
        ["view:sessions"] = "010801000000000000001C010000008500B796AB49DE088500B796AB49DE080500000000000000",
        ["view:windows"] = "011001000000000000008000B796AB49DE08080100000000000000",
        ["watermark:fired"] = "010400000000088500B796AB49DE08",
        ["watermark:sessions"] = "010400000000088500B796AB49DE08",
        ["watermark:windows"] = "010400000000088500B796AB49DE08",
    };

    /// <summary>A run that is stopped, not at its end: windows are open, timers set, a call is under way.</summary>
    [Fact]
    public async Task Sections_AreGolden()
    {
        var store = new RecordingStore();
        var clock = new FakeTimeProvider(_origin);
        var called = new TaskCompletionSource<long>();
        var (numbers, others) = (new FedSpout<long>(), new FedSpout<long>());
        var builder = new TopologyBuilder("formats");
        var timed = Timed(builder.AddSpout("numbers", numbers), "time");
        timed.GroupBy(x => x % 2).Window(Window.Tumbling(TimeSpan.FromTicks(100))).KeepFor(TimeSpan.FromTicks(50))
            .Aggregate("windows", a => a.Count()).ToView();
        timed.GroupBy(x => x % 2).Window(Window.Session(TimeSpan.FromTicks(7))).Aggregate("sessions", a => a.Sum(x => x)).ToView();
        timed.GroupBy(x => x % 2).Window(Window.Tumbling(TimeSpan.FromTicks(100))).Aggregate("fired", a => a.Count())
            .ToStream(FiringPolicy.OnTime().WithLate()).Ignore();
        timed.GroupBy(x => x % 2).CountWindow(2).Aggregate("counted", a => a.Sum(x => x)).ToView();
        timed.GroupBy(x => x % 2).Then("timers", () => new Timers()).Ignore();
        timed.GroupBy(x => x % 2).Join(Timed(builder.AddSpout("others", others), "other-time").GroupBy(x => x % 2), "join",
            JoinWindow.Within(TimeSpan.FromTicks(1000)), (left, right) => left + right).Ignore();
        timed.Deduplicate("once", x => x, TimeSpan.FromSeconds(1)).Ignore();
        timed.SelectAsync("call", (_, _) => new ValueTask<long>(called.Task), new() { StopPatience = TimeSpan.FromMilliseconds(1) }).Ignore();

        await using var run = await builder.StartAsync(new()
        {
            Checkpoints = store, TimeProvider = clock, EpochInterval = TimeSpan.FromHours(1),
        });
        others.Push(7);
        await run.Until(() => run.Component("join").TuplesRead == 1);
        numbers.Push(5); // finds a partner, and says so
        await run.Until(() => run.Component("join").TuplesRead == 2);
        var stopping = run.StopAsync(RunFixture.Cancel);
        while (!stopping.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(200)); // the call is not waited for
            await Task.Delay(1, RunFixture.Cancel);
        }
        await stopping;
        called.SetResult(0);

        Assert.Equal(_golden.OrderBy(section => section.Key, StringComparer.Ordinal), store.Written.OrderBy(section => section.Key, StringComparer.Ordinal));
    }

    private static Stream<long> Timed(Stream<long> stream, string name) =>
        stream.WithEventTime(x => _origin.AddTicks(x), WatermarkStrategy.Ascending(), name: name);

    private sealed class Timers : KeyedBolt<long, long, long>
    {
        private IKeyedTimers _events = null!;
        private IKeyedTimer _processing = null!;

        public override void Open(ComponentContext context, IKeyedStateRegistry state)
        {
            base.Open(context, state);
            _events = state.EventTimers("events");
            _processing = state.ProcessingTimer("processing");
        }

        public override void Execute(long key, long input, Emitter<long> output)
        {
            _events.Add(_origin.AddTicks(input + 1000));
            _processing.Set(_origin.AddHours(1));
        }
    }
}
