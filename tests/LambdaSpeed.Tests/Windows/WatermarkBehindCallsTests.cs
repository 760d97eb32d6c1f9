using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Event time behind an async bolt: a watermark does not overtake what is held.</summary>
public sealed class WatermarkBehindCallsTests
{
    private static readonly WindowViewName<int, long> Counts = new("counts");
    private static readonly DateTimeOffset Origin = RandomEvents.Origin;

    private readonly OutsideCalls _outside = new();
    private readonly FedSpout<TimedEvent> _events = new();

    [Theory]
    [InlineData(AsyncOrder.Input)]
    [InlineData(AsyncOrder.None)]
    public async Task Watermark_WaitsForTheTupleThatCameBefore(AsyncOrder order)
    {
        await using var run = await Build(order).StartAsync();
        _events.Push(At(5));
        await run.Until(() => _outside.Pending.Length == 1);
        _events.Push(At(70)); // the window of the first one is complete, but for the first one
        await run.Until(() => _outside.Pending.Length == 2);
        _outside.End(70);
        await PublishedAsync(run, calls => calls.Completed == 1);
        Assert.DoesNotContain(run.View(Counts).All(), window => window.IsFinal);
        _outside.End(5);
        await run.Until(() => run.View(Counts).Of(0) is [{ IsFinal: true, Value: 1 }, { IsFinal: false, Value: 1 }]);

        Assert.Equal(0, run.Component("counts").TuplesLate);
    }

    [Fact]
    public async Task EndOfTheInput_IsFinal_BehindTheLastCall()
    {
        await using var run = await Build(AsyncOrder.None).StartAsync();
        _events.Push(At(5), At(6));
        await run.Until(() => _outside.Pending.Length == 2);
        _events.End();
        _outside.End(6);
        await PublishedAsync(run, calls => calls.Completed == 1);
        Assert.DoesNotContain(run.View(Counts).All(), window => window.IsFinal);
        _outside.End(5);
        await run.Within(run.Completion);

        Assert.Equal([(2L, true)], run.View(Counts).Of(0).Select(window => (window.Value, window.IsFinal)));
        Assert.Equal(0, run.Component("counts").TuplesLate);
    }

    /// <summary>What a stop keeps comes again behind watermarks that had passed its bolt before: its windows wait for it.</summary>
    [Fact]
    public async Task NextStart_CountsWhatWasHeld_InItsWindow()
    {
        var options = new SpeedLayerOptions { Checkpoints = CheckpointStore.InMemory() };
        await using (var run = await Build(AsyncOrder.None).StartAsync(options))
        {
            _events.Push(At(5));
            await run.Until(() => _outside.Pending.Length == 1);
            _events.Push(At(70));
            await run.Until(() => _outside.Pending.Length == 2);
            _outside.End(70);
            await run.Until(() => run.Component("calls").Calls!.Completed == 1);
            await run.Within(run.StopAsync(RunFixture.Cancel));
        }
        var spout = new FedSpout<TimedEvent>();
        await using var again = await Build(AsyncOrder.None, spout).StartAsync(options);
        spout.Push(At(80));
        await again.Until(() => _outside.Pending.Length == 2);
        _outside.End(80);
        await again.Until(() => again.Component("calls").Calls!.Completed == 1);
        _outside.End(5);
        await again.Until(() => again.View(Counts).Of(0) is [{ IsFinal: true, Value: 1 }, { IsFinal: false, Value: 2 }]);

        Assert.Equal(0, again.Component("counts").TuplesLate);
    }

    private static TimedEvent At(int seconds) => new(0, Origin.AddSeconds(seconds), 1);

    private static async Task PublishedAsync(TopologyRun run, Func<CallsDescription, bool> happened)
    {
        await run.Until(() => happened(run.Component("calls").Calls!));
        if (!run.Completion.IsCompleted) await Task.Delay(60, RunFixture.Cancel); // some epochs, in which a wrong watermark would show
    }

    private TopologyBuilder Build(AsyncOrder order, FedSpout<TimedEvent>? spout = null)
    {
        var topology = new TopologyBuilder("calls");
        topology.AddSpout("events", spout ?? _events)
            .WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
            .Select(item => (item.Key, Seconds: (item.Time - Origin).TotalSeconds))
            .SelectAsync("calls", async (item, token) =>
            {
                await _outside.WaitAsync((long)item.Seconds, token, heedsToken: true);
                return item.Key;
            }, new AsyncOptions { Order = order, StopPatience = TimeSpan.Zero })
            .GroupBy(key => key).Window(Window.Tumbling(TimeSpan.FromMinutes(1))).Aggregate("counts", a => a.Count()).ToView();
        return topology;
    }
}
