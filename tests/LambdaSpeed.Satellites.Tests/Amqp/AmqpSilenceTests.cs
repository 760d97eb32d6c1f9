using System.Net.Sockets;
using LambdaSpeed.Amqp;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Amqp;

/// <summary>A server that says nothing any more, but closes no connection, is noticed.</summary>
public sealed class AmqpSilenceTests(Servers servers)
{
    private volatile TaskCompletionSource _voice = Speaking();

    [Fact]
    public async Task Server_ThatGoesSilent_IsConnectedToAgain()
    {
        var uri = new Uri(await servers.ConnectionAsync("rabbitmq"));
        await using var harness = await RabbitQueueHarness.NewAsync(uri.OriginalString, "classic");
        await using var relay = new FakeServer(client =>
        {
            _ = RelayAsync(client, uri);
            return Task.CompletedTask;
        });
        var usual = new List<int>();
        var source = new AmqpQueueSource(AmqpQueueHarness.OptionsOf($"amqp://{uri.UserInfo}@{relay.Address}", harness.Queue) with
        {
            Configure = factory =>
            {
                usual.Add(factory.AMQP.IdleTimeout);
                factory.AMQP.IdleTimeout = 2000; // so that a test need not wait
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
            await Task.Delay(TimeSpan.FromSeconds(3), RunFixture.Cancel);
            Assert.Equal(SourceState.Reading, source.Description.State); // idle, but not silent
            _voice = new();
            await UntilAsync(source, () => source.Description.State == SourceState.Retrying);
            _voice.SetResult();
            await harness.PublishAsync(1);
            await UntilAsync(source, () => taken == 2);
        }
        finally
        {
            _voice.TrySetResult();
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        Assert.All(usual, timeout => Assert.InRange(timeout, 1000, 30_000));
    }

    private static TaskCompletionSource Speaking()
    {
        var voice = new TaskCompletionSource();
        voice.SetResult();
        return voice;
    }

    private static async Task UntilAsync(AmqpQueueSource source, Func<bool> condition)
    {
        for (var start = TimeProvider.System.GetTimestamp(); !condition(); await Task.Delay(20, RunFixture.Cancel))
        {
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(20)) Assert.Fail($"waited in vain: {source.Description}");
        }
    }

    /// <summary>Hands on what both sides say, and the server's words only while it has a voice.</summary>
    private async Task RelayAsync(NetworkStream client, Uri uri)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(uri.Host, uri.Port, RunFixture.Cancel);
        await using var upstream = server.GetStream();
        await Task.WhenAny(CopyAsync(client, upstream, isServer: false), CopyAsync(upstream, client, isServer: true));
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool isServer)
    {
        var bytes = new byte[8192];
        try
        {
            for (int count; (count = await from.ReadAsync(bytes)) > 0;)
            {
                if (isServer) await _voice.Task;
                await to.WriteAsync(bytes.AsMemory(0, count));
            }
        }
        catch (IOException)
        {
            // one side has left
        }
    }
}
