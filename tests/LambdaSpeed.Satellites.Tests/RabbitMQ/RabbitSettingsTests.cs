using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.RabbitMQ;

/// <summary>Settings that cannot be give one error that names the setting.</summary>
public sealed class RabbitSettingsTests(Servers servers)
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(200);

    private static readonly byte[] _start = // connection.start of AMQP 0-9-1
        [0, 10, 0, 10, 0, 9, 0, 0, 0, 0, 0, 0, 0, 5, .. "PLAIN"u8, 0, 0, 0, 5, .. "en_US"u8];

    [Fact]
    public void Options_ThatCannotBe_AreRefusedAtOnce()
    {
        var good = new RabbitMqStreamOptions { Uri = "amqp://localhost", Streams = ["a", "b"] };
        Refuses("Uri", good with { Uri = "http://localhost" });
        Refuses("Uri", good with { Uri = " " });
        Refuses("Streams", good with { Streams = [] });
        Refuses("Streams", good with { Streams = ["a", ""] });
        Refuses("twice", good with { Streams = ["a", "b", "a"] });
        Refuses("Prefetch", good with { Prefetch = 0 });
        Refuses("Prefetch", good with { Prefetch = 70_000 });
        Refuses("FirstDelay", good with { Reconnecting = new() { FirstDelay = TimeSpan.Zero } });
        Refuses("LongestDelay", good with { Reconnecting = new() { LongestDelay = TimeSpan.FromMilliseconds(1) } });
        Refuses("StartPatience", good with { Reconnecting = new() { StartPatience = TimeSpan.FromDays(1) } });
        Refuses("AutomaticRecoveryEnabled", good with { Configure = factory => factory.AutomaticRecoveryEnabled = true });
        var queue = new RabbitMqQueueOptions { Uri = "amqp://localhost", Queue = " " };
        var refusal = Assert.ThrowsAny<ArgumentException>(() => new RabbitMqQueueSource(queue));
        Assert.Contains("Queue", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", (good with { Uri = "amqp://me:secret@localhost" }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatCannotBeEntered_IsNamedWithTheSetting()
    {
        var uri = await servers.ConnectionAsync("rabbitmq");
        var at = uri[(uri.IndexOf('@', StringComparison.Ordinal) + 1)..];
        await FailsAsync(RabbitMqFault.Unreachable, "amqp://127.0.0.1:9", "q", "127.0.0.1:9", "host and port of Uri");
        await FailsAsync(RabbitMqFault.Unreachable, "amqp://no.host.invalid", "q", "no.host.invalid", "host and port of Uri");
        await FailsAsync(RabbitMqFault.WrongCredentials, $"amqp://guest:wrong@{at}", "q", "user and password of Uri");
        await FailsAsync(RabbitMqFault.NoVirtualHost, $"{uri}/nowhere", "q", "path of Uri");
    }

    [Fact]
    public async Task Server_ThatDiesDuringTheLogin_IsNotTakenForOneThatRefusesTheUser()
    {
        await using var server = new FakeServer(async client =>
        {
            await client.ReadExactlyAsync(new byte[8]); // the protocol's header
            await client.WriteAsync(Frame(_start));
            await client.ReadExactlyAsync(new byte[1]); // of name and password
            client.Socket.Close(timeout: 0);
        });
        await FailsAsync(RabbitMqFault.Unreachable, $"amqp://{server.Address}", "q", server.Address, "during the login", "user and password of Uri");
    }

    [Theory]
    [InlineData("NOT_ALLOWED - access to vhost '/' refused for user 'guest': connection limit (3) is reached")]
    [InlineData("NOT_ALLOWED - connection refused for user 'guest': user connection limit (3) is reached")]
    public async Task Server_WhoseLimitOfConnectionsIsReached_IsWaitedFor(string says)
    {
        byte[] tune = [0, 10, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] close = [0, 10, 0, 50, 530 >> 8, 530 & 255, (byte)says.Length, .. Encoding.ASCII.GetBytes(says), 0, 10, 0, 40];
        await using var server = new FakeServer(async client =>
        {
            await client.ReadExactlyAsync(new byte[8]); // the protocol's header
            await client.WriteAsync(Frame(_start));
            await PassOverAsync(client); // name and password
            await client.WriteAsync(Frame(tune));
            await PassOverAsync(client); // tune-ok
            await PassOverAsync(client); // open
            await client.WriteAsync(Frame(close));
        });
        await FailsAsync(RabbitMqFault.Refused, $"amqp://{server.Address}", "q", server.Address, "limit (3) is reached", "raise the limit");
    }

    [Fact]
    public async Task Message_BeyondTheClientsLargest_IsNamedWithTheSetting()
    {
        await using var harness = await RabbitQueueHarness.NewAsync(await servers.ConnectionAsync("rabbitmq"), "classic");
        await harness.SendAsync("1", new string('x', 20_000), RunFixture.Cancel);
        var usual = 0u;
        var source = new RabbitMqQueueSource(harness.Options with
        {
            Configure = factory => (usual, factory.MaxInboundMessageBodySize) = (factory.MaxInboundMessageBodySize, 10_000),
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(RunFixture.Cancel);
        var reading = Task.Run(async () =>
        {
            await foreach (var delivery in source.ReadAsync(stop.Token)) Assert.Fail($"message '{delivery.MessageId}' came");
        }, RunFixture.Cancel);
        string? failure = null;
        for (var i = 0; i < 3000 && failure is null; i++)
        {
            await Task.Delay(20, RunFixture.Cancel);
            failure = source.Description.Failure;
        }
        await stop.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.Contains("MaxInboundMessageBodySize", failure, StringComparison.Ordinal);
        Assert.Contains("Configure", failure, StringComparison.Ordinal);
        Assert.Equal(512u << 20, usual); // the largest that a server can be told to take
    }

    [Fact]
    public async Task Queue_ThatIsMissing_OrOfTheOtherKind_IsNamedWithTheSetting()
    {
        var uri = await servers.ConnectionAsync("rabbitmq");
        await FailsAsync(RabbitMqFault.NoQueue, uri, "nowhere", "'nowhere'", "declare it");
        await using var queue = await RabbitQueueHarness.NewAsync(uri, "classic");
        await queue.SendAsync("1", "text", RunFixture.Cancel);
        await StreamFailsAsync(RabbitMqFault.NotAStream, uri, queue.Queue, queue.Queue, "is no stream", "Streams", "RabbitMqQueueSource");
        await using var quorum = await RabbitQueueHarness.NewAsync(uri, "quorum");
        await StreamFailsAsync(RabbitMqFault.NotAStream, uri, quorum.Queue, "is no stream");
        await using var stream = await RabbitStreamsHarness.NewAsync(uri);
        var taking = QueueFailsAsync(RabbitMqFault.IsAStream, uri, stream.Streams[0], "is a stream", "Queue", "RabbitMqStreams.Read");
        while (!taking.IsCompleted) // it is read from its end on
        {
            await stream.AppendAsync(0, [1], RunFixture.Cancel);
            await Task.Delay(50, RunFixture.Cancel);
        }
        await taking;
    }

    private static byte[] Frame(byte[] method) => [1, 0, 0, 0, 0, 0, (byte)method.Length, .. method, 206];

    private static async Task PassOverAsync(NetworkStream client)
    {
        var head = new byte[7];
        await client.ReadExactlyAsync(head);
        await client.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(3)) + 1]);
    }

    private static void Refuses(string saying, RabbitMqStreamOptions options) => Assert.Contains(
        saying,
        Assert.ThrowsAny<ArgumentException>(() => RabbitMqStreams.Read(options, RabbitStreamsHarness.Decode)).Message,
        StringComparison.Ordinal);

    private static async Task FailsAsync(RabbitMqFault fault, string uri, string queue, params string[] saying)
    {
        await StreamFailsAsync(fault, uri, queue, saying);
        await QueueFailsAsync(fault, uri, queue, saying);
    }

    private static async Task StreamFailsAsync(RabbitMqFault fault, string uri, string stream, params string[] saying)
    {
        var builder = new TopologyBuilder("misconfigured");
        var options = new RabbitMqStreamOptions { Uri = uri, Streams = [stream], Reconnecting = new() { StartPatience = _short } };
        builder.AddSpout("numbers", RabbitMqStreams.Read(options, RabbitStreamsHarness.Decode))
            .GroupBy(i => i % 10).Aggregate("v", a => a.Count()).ToView();
        var failure = await Assert.ThrowsAsync<TaskFailedException>(
            () => SpeedLayer.StartAsync(builder.Build(), cancellationToken: RunFixture.Cancel));
        Says(Assert.IsType<RabbitMqException>(failure.InnerException), fault, saying);
        foreach (var word in saying) Assert.Contains(word, failure.Message, StringComparison.Ordinal);
    }

    private static async Task QueueFailsAsync(RabbitMqFault fault, string uri, string queue, params string[] saying)
    {
        var source = new RabbitMqQueueSource(new() { Uri = uri, Queue = queue, Reconnecting = new() { StartPatience = _short } });
        await using var deliveries = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        Says(await Assert.ThrowsAsync<RabbitMqException>(() => deliveries.MoveNextAsync().AsTask()), fault, saying);
    }

    private static void Says(RabbitMqException failure, RabbitMqFault fault, string[] saying)
    {
        Assert.Equal(fault, failure.Fault);
        foreach (var word in saying) Assert.Contains(word, failure.Message, StringComparison.Ordinal);
    }
}
