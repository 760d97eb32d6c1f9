using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Sources without news: what becomes of the windows that wait for them.</summary>
public sealed class SilentSourceTests
{
    private static readonly DateTimeOffset Origin = RandomEvents.Origin;
    private static readonly WindowViewName<int, long> Counts = new("counts");

    [Fact]
    public async Task IdleSource_DoesNotHoldWindowsOpen()
    {
        var (busy, silent) = (new FedSpout<TimedEvent>(), new FedSpout<TimedEvent>());
        var topology = new TopologyBuilder("windows");
        var strategy = WatermarkStrategy.Ascending().WithIdleAfter(TimeSpan.FromMilliseconds(20));
        topology.AddSpout("busy", busy).WithEventTime(item => item.Time, strategy, name: "busy-time")
            .Merge(topology.AddSpout("silent", silent).WithEventTime(item => item.Time, strategy, name: "silent-time"))
            .GroupBy(item => item.Key).Window(Window.Tumbling(TimeSpan.FromMinutes(1))).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await topology.StartAsync();

        busy.Push(At(5), At(70));
        await run.Until(() => run.View(Counts).Of(0) is [{ IsFinal: true }, ..]);
        silent.Push(At(10));
        await run.Until(() => run.Component("counts").TuplesLate == 1);
    }

    /// <summary>Of two sources of which one is behind and both have fallen silent, the one ahead counts; and a restart goes on with what the
    /// clock has made of it.</summary>
    [Fact]
    public async Task SilentSources_EndTheirLastWindow_WhenTheyFollowTheClock()
    {
        var checkpoints = CheckpointStore.InMemory();
        var (early, late) = (new FedSpout<TimedEvent>(), new FedSpout<TimedEvent>());
        DateTimeOffset? watermark;
        await using (var run = await Topology(early, late).StartAsync(new() { Checkpoints = checkpoints }))
        {
            early.Push(At(5));
            await run.Until(() => run.View(Counts).Of(0).Count == 1); // else it might come behind the other, and be late itself
            late.Push(At(70));
            await run.Until(() => run.View(Counts).Of(0) is [{ IsFinal: true }, { IsFinal: true }]);
            watermark = run.View(Counts).Watermark;
            Assert.True(watermark > Origin.AddSeconds(70.2));
            early.Push(At(60)); // late after the silence
            await run.Until(() => run.Component("counts").TuplesLate == 1);
            await run.StopAsync(RunFixture.Cancel);
        }

        await using var next = await Topology(new(), new()).StartAsync(new() { Checkpoints = checkpoints });
        Assert.True(next.View(Counts).Watermark >= watermark);
        Assert.All(next.View(Counts).Of(0), window => Assert.True(window.IsFinal));

        static TopologyBuilder Topology(FedSpout<TimedEvent> early, FedSpout<TimedEvent> late)
        {
            var topology = new TopologyBuilder("windows");
            var strategy = WatermarkStrategy.Ascending().WithIdleAfter(TimeSpan.FromMilliseconds(20)).WithClockWhenIdle();
            topology.AddSpout("early", early).WithEventTime(item => item.Time, strategy, name: "early-time")
                .Merge(topology.AddSpout("late", late).WithEventTime(item => item.Time, strategy, name: "late-time"))
                .GroupBy(item => item.Key).Window(Window.Tumbling(TimeSpan.FromMilliseconds(200)))
                .Aggregate("counts", a => a.Count()).ToView();
            return topology;
        }
    }

    [Fact]
    public void FollowingTheClock_NeedsAnIdleTime() =>
        Assert.Contains("WithIdleAfter", Assert.Throws<InvalidOperationException>(
            () => WatermarkStrategy.Ascending().WithClockWhenIdle()).Message, StringComparison.Ordinal);

    private static TimedEvent At(int seconds) => new(0, Origin.AddSeconds(seconds), 1);
}
