using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

/// <summary>The broker is killed, and so are runs, at random moments, or stays away: each message of a stream counts once.</summary>
public sealed class StreamKillTests
{
    private static readonly int Kills = LongRun.Kills(otherwise: 5);
    private static readonly int Messages = LongRun.Messages(100_000, quickKills: 5);

    [Fact]
    public async Task Stream_KilledAgainAndAgain_CountsEachMessageOnce()
    {
        var server = await Servers.StartOwnAsync("rabbitmq");
        await using var harness = await RabbitStreamsHarness.NewAsync(server.Connection, server, segmentBytes: 100_000);
        for (var partition = 0; partition < 2; partition++)
        {
            var values = Enumerable.Range(0, Messages / 2).Select(i => (2L * i) + partition);
            await harness.AppendAsync(partition, [.. values], RunFixture.Cancel);
        }
        var checkpoints = CheckpointStore.InMemory();
        var random = LongRun.Moments(21);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var run = await StartAsync(harness, checkpoints);
            await Task.Delay(random.Next(20, 400), RunFixture.Cancel);
            await harness.KillServerAsync();
            if (kill % 2 == 0) await run.AbortAsync(); // and so does the reader, now and then
            await harness.StartServerAsync();
            if (kill % 2 == 1) await Task.Delay(random.Next(50, 500), RunFixture.Cancel);
        }
        await using var last = await StartAsync(harness, checkpoints);
        var view = last.View(new ViewName<long, long>("seen"));
        await last.Until(() => view.Count >= Messages);
        await Task.Delay(300, RunFixture.Cancel);

        Assert.Equal(Messages, view.Count);
        for (var i = 0L; i < Messages; i++) Assert.Equal(1, view.Get(i));
    }

    [Fact]
    public async Task Server_AwayForLong_IsWaitedFor_WithoutARestart()
    {
        var server = await Servers.StartOwnAsync("rabbitmq");
        await using var harness = await RabbitStreamsHarness.NewAsync(server.Connection, server);
        await harness.AppendAsync(0, [.. Enumerable.Range(0, 20_000).Select(i => (long)i)], RunFixture.Cancel);
        await using var run = await StartAsync(harness, CheckpointStore.InMemory());
        var view = run.View(new ViewName<long, long>("seen"));
        await run.Until(() => view.Count == 20_000);
        await harness.KillServerAsync();
        await run.Until(() => run.Describe().Components[0].Sources[0].State == SourceState.Retrying);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Task.Delay(LongRun.Away, RunFixture.Cancel);
        await run.RequireMemoryAsync(before);
        Assert.Equal(RunState.Running, run.State);
        Assert.Contains("cannot be reached", run.Describe().ToString(), StringComparison.Ordinal);
        await harness.StartServerAsync();
        await harness.AppendAsync(1, [.. Enumerable.Range(20_000, 20_000).Select(i => (long)i)], RunFixture.Cancel);
        await run.Until(() => view.Count == 40_000);
        Assert.Equal(0, run.Restarts);
        await run.Until(() => run.Describe().Components[0].Sources[0].State == SourceState.Reading); // nothing has come from this one
    }

    private static Task<TopologyRun> StartAsync(RabbitStreamsHarness harness, ICheckpointStore checkpoints)
    {
        var builder = new TopologyBuilder("kills");
        var options = harness.Options with { Reconnecting = harness.Options.Reconnecting with { StartPatience = TimeSpan.FromMinutes(10) } };
        builder.AddSpout("numbers", RabbitMqStreams.Read(options, RabbitStreamsHarness.Decode), parallelism: 2)
            .GroupBy(i => i).Aggregate("seen", a => a.Count()).ToView();
        return SpeedLayer.StartAsync(builder.Build(), new SpeedLayerOptions { Checkpoints = checkpoints }, RunFixture.Cancel);
    }
}
