using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Amqp;

/// <summary>The broker is killed, and so are processes that take its queue in, at random moments: no message is lost, none stored twice.</summary>
public sealed class AmqpKillTests(ITestOutputHelper output)
{
    private static readonly int Kills = LongRun.Kills(otherwise: 1);
    private static readonly int Messages = LongRun.Messages(8_000, quickKills: 4);

    [Fact]
    public async Task Queue_OfManyMessages_IsTakenInOnce_WhateverIsKilled()
    {
        var server = await Servers.StartOwnAsync("rabbitmq");
        var rabbit = await RabbitQueueHarness.NewAsync(server.Connection, "classic", server);
        await using var harness = new AmqpQueueHarness(rabbit);
        await rabbit.PublishAsync(Messages);

        await QueueKills.RunAsync("amqp", harness, (server.Connection, rabbit.Queue), Messages, Kills, seed: 31, output);
    }
}
