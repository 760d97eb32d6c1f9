using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Stomp;

/// <summary>The broker is killed, and so are processes that take its queue in, at random moments: no message is lost, none stored twice.</summary>
public sealed class StompKillTests(ITestOutputHelper output)
{
    private static readonly int Kills = LongRun.Kills(otherwise: 2);
    private static readonly int Messages = LongRun.Messages(8_000, quickKills: 4);

    [Fact]
    public async Task Queue_OfManyMessages_IsTakenInOnce_WhateverIsKilled()
    {
        var server = await Servers.StartOwnAsync("activemq");
        await using var harness = await StompQueueHarness.NewAsync(server.Connection, server);
        await harness.SendAsync(Messages);

        await QueueKills.RunAsync("stomp", harness, (server.Connection, harness.Queue), Messages, Kills, seed: 21, output);
    }
}
