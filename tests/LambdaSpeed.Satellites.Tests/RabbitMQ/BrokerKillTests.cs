using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

/// <summary>The broker is killed, and so are consumers, at random moments: nothing is lost, and nothing counts twice.</summary>
public sealed class BrokerKillTests(ITestOutputHelper output)
{
    private const int Messages = 100_000;
    private const int Kills = 5;

    [Theory]
    [InlineData("classic", 11)]
    [InlineData("quorum", 12)]
    public async Task Queue_OfManyMessages_IsTakenInOnce_WhateverIsKilled(string type, int seed)
    {
        var server = await Servers.StartOwnAsync("rabbitmq");
        await using var harness = await RabbitQueueHarness.NewAsync(server.Connection, type, server);
        await harness.PublishAsync(Messages);
        var folder = Directory.CreateTempSubdirectory("lambdaspeed-kills-");
        await using var log = await ReplayLog.OpenAsync(folder.FullName, new() { Partitions = 2 }, RunFixture.Cancel);
        var random = new Random(seed);
        var (duplicates, starts) = (0L, 0);
        var killing = KillAsync(harness, random);
        try
        {
            while (log.EndOffset(0) + log.EndOffset(1) < Messages)
            {
                await using var intake = await StartAsync(harness, log);
                starts++;
                var wait = killing.IsCompleted ? TimeSpan.FromSeconds(5) : TimeSpan.FromMilliseconds(random.Next(50, 700));
                await Task.WhenAny(intake.Completion, Task.Delay(wait, RunFixture.Cancel));
                await intake.DisposeAsync(); // in the middle of what was delivered
                if (intake.Completion.IsFaulted) await intake.Completion;
                duplicates += intake.Describe().Duplicates;
            }
        }
        finally
        {
            await killing;
        }
        await using (var last = await StartAsync(harness, log)) // what came in and was not acknowledged by then
        {
            await Task.Delay(TimeSpan.FromSeconds(2), RunFixture.Cancel);
            await last.StopAsync(RunFixture.Cancel);
            duplicates += last.Describe().Duplicates;
        }

        Assert.Equal(Enumerable.Range(0, Messages).Select(i => $"{i}").Order(), TextsOf(log).Order());
        output.WriteLine($"{starts} starts of the intake, {Kills} kills of the broker, {duplicates} redeliveries known");
        await log.DisposeAsync();
        folder.Delete(recursive: true);
    }

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
        var random = new Random(21);
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
    public async Task Server_AwayForTenSeconds_IsWaitedFor_WithoutARestart()
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
        await Task.Delay(TimeSpan.FromSeconds(10), RunFixture.Cancel);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < before + (8 << 20), "memory grew while the server was away");
        Assert.Equal(RunState.Running, run.State);
        Assert.Contains("cannot be reached", run.Describe().ToString(), StringComparison.Ordinal);
        await harness.StartServerAsync();
        await harness.AppendAsync(1, [.. Enumerable.Range(20_000, 20_000).Select(i => (long)i)], RunFixture.Cancel);
        await run.Until(() => view.Count == 40_000);
        Assert.Equal(0, run.Restarts);
        Assert.Equal(SourceState.Reading, run.Describe().Components[0].Sources[0].State);
    }

    private static async Task KillAsync(RabbitQueueHarness harness, Random random)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(100, 1200), RunFixture.Cancel);
            await harness.KillServerAsync();
            await harness.StartServerAsync();
        }
    }

    private static Task<LogIntake> StartAsync(RabbitQueueHarness harness, ReplayLog log)
    {
        var source = new RabbitMqQueueSource(harness.Options with { StartPatience = TimeSpan.FromMinutes(1) });
        return LogIntake.StartAsync<RabbitMqMessage, string>(
            source, log.WriterOf(Codec.String), (message, door) => door.Accept(harness.TextOf(message)),
            cancellationToken: RunFixture.Cancel);
    }

    private static Task<TopologyRun> StartAsync(RabbitStreamsHarness harness, ICheckpointStore checkpoints)
    {
        var builder = new TopologyBuilder("kills");
        var options = harness.Options with { StartPatience = TimeSpan.FromMinutes(1) };
        builder.AddSpout("numbers", RabbitMqStreams.Read(options, RabbitStreamsHarness.Decode), parallelism: 2)
            .GroupBy(i => i).Aggregate("seen", a => a.Count()).ToView();
        return SpeedLayer.StartAsync(builder.Build(), new SpeedLayerOptions { Checkpoints = checkpoints }, RunFixture.Cancel);
    }

    private static List<string> TextsOf(ReplayLog log)
    {
        var texts = new List<string>();
        for (var partition = 0; partition < log.PartitionCount; partition++)
        {
            using var reader = log.OpenReader(partition);
            while (reader.TryRead(out var record))
            {
                var bytes = record.Value;
                texts.Add(Codec.String.Read(ref bytes));
            }
        }
        return texts;
    }
}
