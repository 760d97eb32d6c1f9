using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Stomp;

/// <summary>The broker is killed, and so are processes that take its queue in, at random moments: no message is lost, none stored twice.</summary>
public sealed class StompKillTests(ITestOutputHelper output)
{
    private const int Messages = 8_000;

    [Fact]
    public async Task Queue_OfManyMessages_IsTakenInOnce_WhateverIsKilled()
    {
        var server = await Servers.StartOwnAsync("activemq");
        await using var harness = await StompQueueHarness.NewAsync(server.Connection, server);
        await harness.SendAsync(Messages);

        await QueueKills.RunAsync("stomp", harness, (server.Connection, harness.Queue), Messages, kills: 2, seed: 21, output);
    }
}
