using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

/// <summary>The broker is killed, and so are intakes, at random moments: no message of a queue is lost, and none is stored twice.</summary>
public sealed class QueueKillTests(ITestOutputHelper output)
{
    private static readonly int Kills = LongRun.Kills(otherwise: 5);
    private static readonly int Messages = LongRun.Messages(100_000, quickKills: 5);

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
        var random = LongRun.Moments(seed);
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
        var source = new RabbitMqQueueSource(harness.Options with { Reconnecting = harness.Options.Reconnecting with { StartPatience = TimeSpan.FromMinutes(1) } });
        return LogIntake.StartAsync<RabbitMqMessage, string>(
            source, log.WriterOf(Codec.String), (message, door) => door.Accept(harness.TextOf(message)),
            cancellationToken: RunFixture.Cancel);
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
