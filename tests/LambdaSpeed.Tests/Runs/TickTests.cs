using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

public sealed class TickTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tick_OfEachBolt_ComesByItsOwnInterval(bool canFuse)
    {
        var time = new FakeTimeProvider();
        var (often, seldom) = (0, 0);
        var builder = new TopologyBuilder("ticks");
        builder.AddSpout("numbers", new FedSpout<long>())
            .Then("often", () => Ticking(() => Interlocked.Increment(ref often)), options: Every(1, canFuse))
            .Then("seldom", () => Ticking(() => Interlocked.Increment(ref seldom)), options: Every(5, canFuse))
            .Ignore();
        await using var run = await builder.StartAsync(new() { TimeProvider = time });
        for (var second = 1; second <= 10; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await run.Until(() => Volatile.Read(ref often) == second && Volatile.Read(ref seldom) == second / 5);
        }
    }

    [Fact]
    public async Task Tick_EmitsIntoTheView()
    {
        var time = new FakeTimeProvider();
        var builder = new TopologyBuilder("ticks");
        var view = builder.AddSpout("numbers", new FedSpout<long>())
            .Then("bolt", () => new ProbeBolt<long, long>((_, _, _) => { }) { OnTick = output => output.Emit(7) }, options: Every(1, true))
            .GroupBy(x => x).Aggregate("v", a => a.Count()).ToView();
        await using var run = await builder.StartAsync(new() { TimeProvider = time });
        time.Advance(TimeSpan.FromSeconds(1));
        await run.Until(() => run.View(view).Read(7, ReadLevel.Latest).Found);
        time.Advance(TimeSpan.FromSeconds(1)); // the epoch interval passes too

        await run.Until(() => run.View(view).Get(7) >= 1);
    }

    private static ProbeBolt<long, long> Ticking(Action tick) => new((_, _, _) => { }) { OnTick = _ => tick() };

    private static ComponentOptions Every(int seconds, bool canFuse) => new() { TickInterval = TimeSpan.FromSeconds(seconds), CanFuse = canFuse };
}
