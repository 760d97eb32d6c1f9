using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Topologies on a test's own thread and clock.</summary>
public sealed class TopologyDriverTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Views_HoldWhatWasSent_WhateverTheOrder(int seed)
    {
        var input = new PushSpout<int>(capacity: 3);
        var topology = new TopologyBuilder("driven");
        var counts = topology.AddSpout("numbers", input).Shuffle().Then<int>("pass", (x, output) => output.Emit(x), parallelism: 3)
            .GroupBy(x => x % 3).Aggregate("counts", a => a.Count(), parallelism: 2).ToView();
        await using var driver = await TopologyDriver.StartAsync(topology.Build(), seed: seed, cancellationToken: RunFixture.Cancel);

        await driver.SendAsync(input, Enumerable.Range(0, 100));
        Assert.Equal(0, driver.Run.View(counts).Get(0)); // no epoch has ended
        await driver.PublishAsync();

        Assert.Equal([34L, 33, 33], Enumerable.Range(0, 3).Select(driver.Run.View(counts).Get));
        await driver.DrainAsync();
        Assert.Equal(RunState.Completed, driver.Run.State);
    }

    /// <summary>Epochs, the idleness of sources and what follows from it happen when the test's clock says so.</summary>
    [Fact]
    public async Task Time_PassesWhenTheTestSaysSo()
    {
        var input = new PushSpout<int>();
        var topology = new TopologyBuilder("driven");
        var sessions = topology.AddSpout("numbers", input)
            .WithEventTime(
                x => DateTimeOffset.UnixEpoch.AddSeconds(x), WatermarkStrategy.Ascending().WithIdleAfter(TimeSpan.FromMinutes(10)).WithClockWhenIdle())
            .GroupBy(_ => "all").Window(Window.Session(TimeSpan.FromMinutes(1))).Aggregate("sessions", a => a.Count()).ToView();
        await using var driver = await TopologyDriver.StartAsync(topology.Build(), cancellationToken: RunFixture.Cancel);
        await driver.SendAsync(input, 0, 10, 30);
        driver.Advance(TimeSpan.FromSeconds(1)); // an epoch ends
        await driver.UntilAsync(() => driver.Run.View(sessions).Of("all").Count == 1);
        Assert.False(driver.Run.View(sessions).Of("all")[0].IsFinal);

        for (var minute = 0; minute < 25; minute++) driver.Advance(TimeSpan.FromMinutes(1));
        await driver.PublishAsync();

        var session = Assert.Single(driver.Run.View(sessions).Of("all"));
        Assert.Equal((3L, true), (session.Value, session.IsFinal));
    }

    /// <summary>What the next run of the same checkpoints holds is what this one had committed.</summary>
    [Fact]
    public async Task Runs_GoOnFromCheckpoints()
    {
        var checkpoints = CheckpointStore.InMemory();
        for (var round = 1; round <= 3; round++)
        {
            var input = new PushSpout<int>();
            var topology = new TopologyBuilder("driven");
            var total = topology.AddSpout("numbers", input).GroupBy(_ => 0).Aggregate("total", a => a.Sum(x => (long)x)).ToView();
            await using var driver = await TopologyDriver.StartAsync(topology.Build(), new() { Checkpoints = checkpoints }, seed: round, RunFixture.Cancel);
            await driver.SendAsync(input, round);
            await driver.PublishAsync();
            await driver.SendAsync(input, 1000); // is not committed
            Assert.Equal(Enumerable.Range(1, round).Sum(), driver.Run.View(total).Get(0));
            await driver.AbortAsync();
        }
    }

    [Fact]
    public async Task SpoutThatNeverRests_IsNamed()
    {
        var topology = new TopologyBuilder("driven");
        topology.AddSpout("restless", Spouts.Generate(i => i)).Ignore();
        var never = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TopologyDriver.StartAsync(topology.Build(), cancellationToken: RunFixture.Cancel));
        Assert.Contains("restless", never.Message, StringComparison.Ordinal);
    }
}
