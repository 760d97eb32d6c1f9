using LambdaSpeed.Amqp;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Amqp;

/// <summary>A server that says nothing any more, but closes no connection, is noticed.</summary>
public sealed class AmqpSilenceTests(Servers servers)
{
    [Fact]
    public async Task Server_ThatGoesSilent_IsConnectedToAgain()
    {
        var uri = new Uri(await servers.ConnectionAsync("rabbitmq"));
        await using var harness = await RabbitQueueHarness.NewAsync(uri.OriginalString, "classic");
        await using var relay = new Relay(uri);
        var usual = new List<int>();
        var (isMute, refusals) = (false, 0);
        var source = new AmqpQueueSource(AmqpQueueHarness.OptionsOf($"amqp://{uri.UserInfo}@{relay.Address}", harness.Queue) with
        {
            Configure = factory =>
            {
                usual.Add(factory.AMQP.IdleTimeout);
                factory.AMQP.IdleTimeout = 2000; // so that a test need not wait
                if (Volatile.Read(ref isMute) && refusals++ < 2) throw new ArgumentException("no token is given out"); // what it asks for is away, too
            },
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(RunFixture.Cancel);
        var taken = 0;
        var reading = Task.Run(async () =>
        {
            await foreach (var delivery in source.ReadAsync(stop.Token))
            {
                await delivery.AcknowledgeAsync(IntakeAnswer.Acknowledged([]));
                Interlocked.Increment(ref taken);
            }
        }, RunFixture.Cancel);
        try
        {
            await harness.PublishAsync(1);
            await UntilAsync(source, () => taken == 1);
            var connections = 0;
            for (var attempt = 0; attempt < 3 && connections != usual.Count; attempt++) // a machine that stands still for 2 s is silent, too
            {
                connections = usual.Count;
                await Task.Delay(TimeSpan.FromSeconds(3), RunFixture.Cancel);
            }
            Assert.Equal(connections, usual.Count); // idle, but not silent
            Assert.Equal(SourceState.Reading, source.Description.State);
            Volatile.Write(ref isMute, true);
            relay.MuteServer();
            await UntilAsync(source, () => source.Description.State == SourceState.Retrying);
            relay.UnmuteServer();
            await harness.PublishAsync(1);
            await UntilAsync(source, () => taken == 2);
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        Assert.InRange(usual.Count, 4, int.MaxValue);
        Assert.All(usual, timeout => Assert.InRange(timeout, 1000, 30_000));
    }

    private static async Task UntilAsync(AmqpQueueSource source, Func<bool> condition)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !condition(); await Task.Delay(20, RunFixture.Cancel))
        {
            if (TimeProvider.System.GetElapsedTime(start) > RunFixture.Patience) Assert.Fail($"waited in vain: {source.Description}");
        }
    }
}
