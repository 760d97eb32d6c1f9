using LambdaSpeed.Kafka;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;
using static LambdaSpeed.Satellites.Tests.Kafka.KafkaRun;

namespace LambdaSpeed.Satellites.Tests.Kafka;

/// <summary>The brokers leave, and so do runs, at random moments: each message counts once.</summary>
public sealed class KafkaKillTests
{
    private const int Partitions = 8; // of which a mock cluster keeps 5 MiB each

    private static readonly int Kills = LongRun.Kills(otherwise: 5);
    private static readonly int Messages = LongRun.Messages(100_000, quickKills: 5);

    [Fact]
    public async Task Topic_WhoseBrokersAndReadersLeaveAgainAndAgain_CountsEachMessageOnce()
    {
        await using var harness = KafkaHarness.OnMock(Partitions);
        for (var partition = 0; partition < Partitions; partition++)
        {
            var own = partition;
            await harness.AppendAsync(partition, [.. Range(0, Messages / Partitions).Select(i => (Partitions * i) + own)], RunFixture.Cancel);
        }
        var checkpoints = CheckpointStore.InMemory();
        var options = harness.Options with { Reconnecting = harness.Options.Reconnecting with { StartPatience = TimeSpan.FromMinutes(1) } };
        var random = LongRun.Moments(21);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var run = await StartAsync(options, checkpoints, tasks: 2);
            await Task.Delay(random.Next(20, 300), RunFixture.Cancel);
            harness.Mock.TakeDown();
            if (kill % 2 == 0) await run.AbortAsync(); // and so does the reader, now and then
            await Task.Delay(random.Next(20, 200), RunFixture.Cancel);
            harness.Mock.BringUp();
            if (kill % 2 == 1) await Task.Delay(random.Next(50, 300), RunFixture.Cancel);
        }
        await using var last = await StartAsync(options, checkpoints, tasks: 2);
        await last.RequireSeenAsync(Range(0, Messages));
    }

    [Fact]
    public async Task Server_AwayForLong_IsWaitedFor_WithoutARestart()
    {
        await using var harness = KafkaHarness.OnMock();
        await harness.AppendAsync(0, [.. Range(0, 20_000)], RunFixture.Cancel);
        await using var run = await StartAsync(harness.Options, CheckpointStore.InMemory());
        await run.Until(() => run.Count() == 20_000);
        harness.Mock.TakeDown();
        await run.Until(() => run.Source().State == SourceState.Retrying);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Task.Delay(LongRun.Away, RunFixture.Cancel);
        await run.RequireMemoryAsync(before);
        Assert.Equal(RunState.Running, run.State);
        Assert.Contains("cannot be reached", run.Describe().ToString(), StringComparison.Ordinal);
        harness.Mock.BringUp();
        await harness.AppendAsync(1, [.. Range(20_000, 20_000)], RunFixture.Cancel);
        await run.Until(() => run.Count() == 40_000);
        Assert.Equal(0, run.Restarts);
        await run.Until(() => run.Source() is { State: SourceState.Reading, Failure: null });
    }

    [Fact]
    public async Task Memory_IsBounded_WhileTheTopologyIsSlow()
    {
        await using var harness = await KafkaHarness.NewAsync(partitions: 1);
        await harness.AppendAsync(0, [.. Range(0, 50_000)], RunFixture.Cancel);
        var decoded = 0L;
        var gate = new ManualResetEventSlim();
        var builder = new TopologyBuilder("slow");
        builder.AddSpout("numbers", KafkaTopic.Read(harness.Options with { QueueLength = 100 }, (in KafkaMessage message) =>
            {
                Interlocked.Increment(ref decoded);
                return message.Offset;
            }))
            .Select(i =>
            {
                gate.Wait(RunFixture.Cancel);
                return i;
            })
            .GroupBy(i => i).Aggregate("seen", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), cancellationToken: RunFixture.Cancel);
        await run.Until(() => Interlocked.Read(ref decoded) >= 100);
        await Task.Delay(1000, RunFixture.Cancel); // whatever else would come
        Assert.InRange(Interlocked.Read(ref decoded), 100, 20_000);
        gate.Set();
        await run.RequireSeenAsync(Range(0, 50_000));
    }
}
