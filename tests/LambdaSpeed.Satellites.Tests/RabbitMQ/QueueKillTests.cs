using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

/// <summary>The broker is killed, and so are intakes, at random moments: no message of a queue is lost, and none is stored twice, but
/// where more records than the window has lie in between.</summary>
public sealed class QueueKillTests(ITestOutputHelper output)
{
    private static readonly int Kills = LongRun.Kills(otherwise: 5);
    private static readonly int Messages = LongRun.Messages(100_000, quickKills: 5);

    [Theory]
    [InlineData("classic", 11, null)]
    [InlineData("quorum", 12, null)]
    [InlineData("classic", 13, 20)] // far fewer than are under way
    public async Task Queue_OfManyMessages_IsTakenInOnce_WhateverIsKilled(string type, int seed, int? window)
    {
        var options = window is { } records ? new IntakeOptions { Window = records } : new();
        var (messages, kills) = window is null ? (Messages, Kills) : (Messages / 5, Kills * 2 / 5);
        var server = await Servers.StartOwnAsync("rabbitmq");
        await using var harness = await RabbitQueueHarness.NewAsync(server.Connection, type, server);
        await harness.PublishAsync(messages);
        var folder = Directory.CreateTempSubdirectory("lambdaspeed-kills-");
        await using var log = await ReplayLog.OpenAsync(folder.FullName, new() { Partitions = 2 }, RunFixture.Cancel);
        var random = LongRun.Moments(seed);
        var (duplicates, starts) = (0L, 0);
        var killing = KillAsync(harness, random, kills);
        try
        {
            while (log.EndOffset(0) + log.EndOffset(1) < messages || CopiesIn(log).Count < messages)
            {
                await using var intake = await StartAsync(harness, log, options);
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
        await using (var last = await StartAsync(harness, log, options)) // what came in and was not acknowledged by then
        {
            await Task.Delay(TimeSpan.FromSeconds(2), RunFixture.Cancel);
            await last.StopAsync(RunFixture.Cancel);
            duplicates += last.Describe().Duplicates;
        }

        var copies = CopiesIn(log);
        Assert.Equal(Enumerable.Range(0, messages).Select(i => $"{i}").Order(), copies.Keys.Order());
        Assert.All(copies.Values, places => Assert.All(places.Zip(places.Skip(1)), pair =>
        {
            Assert.Equal(pair.First.Partition, pair.Second.Partition);
            Assert.True(pair.Second.Offset - pair.First.Offset > options.Window, $"the copies at {pair} are within the window");
        }));
        output.WriteLine(
            $"{starts} starts of the intake, {kills} kills of the broker, {duplicates} redeliveries known, {copies.Values.Sum(places => places.Count - 1)} not");
        await log.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static async Task KillAsync(RabbitQueueHarness harness, Random random, int kills)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(random.Next(100, 1200), RunFixture.Cancel);
            await harness.KillServerAsync();
            await harness.StartServerAsync();
        }
    }

    private static Task<LogIntake> StartAsync(RabbitQueueHarness harness, ReplayLog log, IntakeOptions options)
    {
        var source = new RabbitMqQueueSource(harness.Options with { Reconnecting = harness.Options.Reconnecting with { StartPatience = TimeSpan.FromMinutes(10) } });
        return LogIntake.StartAsync<RabbitMqMessage, string>(
            source, log.WriterOf(Codec.String), (message, door) => door.Accept(harness.TextOf(message)), options, RunFixture.Cancel);
    }

    /// <summary>Where each message is stored, in the order of the offsets.</summary>
    private static Dictionary<string, List<LogPosition>> CopiesIn(ReplayLog log)
    {
        var copies = new Dictionary<string, List<LogPosition>>();
        for (var partition = 0; partition < log.PartitionCount; partition++)
        {
            using var reader = log.OpenReader(partition);
            while (reader.TryRead(out var record))
            {
                var bytes = record.Value;
                var text = Codec.String.Read(ref bytes);
                if (!copies.TryGetValue(text, out var places)) copies[text] = places = [];
                places.Add(record.Position);
            }
        }
        return copies;
    }
}
