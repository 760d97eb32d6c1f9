using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Sasl;
using LambdaSpeed.Amqp;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Amqp;

/// <summary>Settings that cannot be give one error that names the setting.</summary>
public sealed class AmqpSettingsTests(Servers servers)
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Options_ThatCannotBe_AreRefusedAtOnce()
    {
        var good = new AmqpQueueOptions { Uri = "amqp://localhost", Queue = "q" };
        _ = new AmqpQueueSource(good);
        foreach (var uri in new[] { "", "http://localhost", "amqp://", "localhost:5672" }) Refuses("Uri", good with { Uri = uri });
        Refuses("Queue", good with { Queue = " " });
        Refuses("SystemName", good with { SystemName = " " });
        Refuses("Prefetch", good with { Prefetch = 0 });
        Refuses("ConnectTimeout", good with { ConnectTimeout = TimeSpan.Zero });
        Refuses("StartPatience", good with { Reconnecting = new() { StartPatience = TimeSpan.FromDays(1) } });
        Refuses("FirstDelay", good with { Reconnecting = new() { FirstDelay = TimeSpan.Zero } });
        Refuses("LongestDelay", good with { Reconnecting = new() { LongestDelay = TimeSpan.FromMilliseconds(1) } });
        Assert.DoesNotContain("secret", (good with { Uri = "amqp://me:secret@localhost" }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatCannotBeEntered_IsNamedWithTheSetting()
    {
        var uri = await servers.ConnectionAsync("rabbitmq");
        var at = uri[(uri.IndexOf('@', StringComparison.Ordinal) + 1)..];
        await FailsAsync(AmqpFault.Unreachable, "amqp://127.0.0.1:9", "q", "127.0.0.1:9", "host and port of Uri");
        await FailsAsync(AmqpFault.Unreachable, "amqp://no.host.invalid", "q", "no.host.invalid", "host and port of Uri");
        await FailsAsync(AmqpFault.WrongCredentials, $"amqp://guest:wrong@{at}", "q", "user and password of Uri");
        await using var mute = new FakeServer(_ => Task.CompletedTask);
        await FailsAsync(TimeSpan.FromSeconds(1), AmqpFault.Unreachable, $"amqp://{mute.Address}", "q", "ConnectTimeout");
    }

    [Fact]
    public async Task Queue_ThatIsMissing_IsNamedWithTheSetting() => await FailsAsync(
        AmqpFault.NoQueue, await servers.ConnectionAsync("rabbitmq"), "/amq/queue/nowhere", "'/amq/queue/nowhere'", "see Queue");

    [Fact]
    public async Task Queue_ThatIsNotAtHandYet_IsWaitedFor()
    {
        const string Reason = "home node 'rabbit@a' of durable queue 'q' in vhost '/' is down or inaccessible";
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var uri = $"amqp://{free.LocalEndpoint}";
        free.Stop();
        var server = new ContainerHost(new Address(uri));
        server.RegisterLinkProcessor(new RefusingServer(new Error(ErrorCode.NotFound) { Description = Reason }));
        server.Open();
        try
        {
            await FailsAsync(AmqpFault.Unreachable, uri, "q", "'q'", "at hand yet", Reason);
        }
        finally
        {
            server.Close();
        }
    }

    [Theory]
    [InlineData(SaslCode.Auth, AmqpFault.WrongCredentials, "user and password of Uri")]
    [InlineData(SaslCode.Sys, AmqpFault.Refused, "cannot check the user now")]
    [InlineData(SaslCode.SysPerm, AmqpFault.WrongCredentials, "mend the server")]
    [InlineData(SaslCode.SysTemp, AmqpFault.Refused, "cannot check the user now")]
    public async Task Login_ThatTheServerCannotCheck_IsWaitedFor_UnlessItLasts(SaslCode outcome, AmqpFault fault, string saying)
    {
        await using var server = new FakeServer(async stream =>
        {
            await stream.ReadExactlyAsync(new byte[8]);
            await stream.WriteAsync((byte[])[.. "AMQP"u8, 3, 1, 0, 0]);
            byte[] mechanisms = [0, 0, 0, 24, 2, 1, 0, 0, 0, 0x53, 0x40, 0xc0, 11, 1, 0xe0, 8, 1, 0xa3, 5, .. "PLAIN"u8];
            await stream.WriteAsync(mechanisms);
            await stream.WriteAsync((byte[])[0, 0, 0, 16, 2, 1, 0, 0, 0, 0x53, 0x44, 0xc0, 3, 1, 0x50, (byte)outcome]);
        });
        await FailsAsync(fault, $"amqp://guest:guest@{server.Address}", "q", saying);
    }

    [Fact]
    public async Task Configure_ThatThrows_IsWaitedFor_AndNamed()
    {
        await using var server = new FakeServer(_ => Task.CompletedTask);
        var calls = 0;
        var source = new AmqpQueueSource(new()
        {
            Uri = $"amqp://{server.Address}", Queue = "q", Reconnecting = new() { StartPatience = TimeSpan.FromSeconds(3), FirstDelay = TimeSpan.FromMilliseconds(50) },
            Configure = _ => throw new ArgumentException($"no token at call {++calls}"),
        });
        await using var deliveries = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        var failure = await Assert.ThrowsAsync<AmqpSourceException>(() => deliveries.MoveNextAsync().AsTask());
        Assert.Equal(AmqpFault.Unreachable, failure.Fault);
        Assert.Contains("Configure has thrown ArgumentException: no token at call", failure.Message, StringComparison.Ordinal);
        Assert.InRange(calls, 2, 100);
    }

    [Fact]
    public async Task System_IsNamedInMetrics()
    {
        using var measurements = new Measurements();
        var options = new AmqpQueueOptions
        {
            Uri = "amqp://127.0.0.1:9", Queue = $"{Guid.NewGuid()}", Reconnecting = new() { StartPatience = TimeSpan.Zero },
        };
        foreach (var tried in new[] { options, options with { SystemName = "rabbitmq" } })
        {
            await using var deliveries = new AmqpQueueSource(tried).ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
            await Assert.ThrowsAsync<AmqpSourceException>(() => deliveries.MoveNextAsync().AsTask());
        }
        var systems = measurements.Of(options.Queue).Select(measured => measured.Tags["messaging.system"]);
        Assert.Equal(["amqp", "rabbitmq"], systems);
    }

    private static void Refuses(string saying, AmqpQueueOptions options) => Assert.Contains(
        saying, Assert.ThrowsAny<ArgumentException>(() => new AmqpQueueSource(options)).Message, StringComparison.Ordinal);

    private static Task FailsAsync(AmqpFault fault, string uri, string queue, params string[] saying) =>
        FailsAsync(TimeSpan.FromSeconds(30), fault, uri, queue, saying);

    private static async Task FailsAsync(TimeSpan timeout, AmqpFault fault, string uri, string queue, params string[] saying)
    {
        var source = new AmqpQueueSource(new() { Uri = uri, Queue = queue, Reconnecting = new() { StartPatience = _short }, ConnectTimeout = timeout });
        await using var deliveries = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        var failure = await Assert.ThrowsAsync<AmqpSourceException>(() => deliveries.MoveNextAsync().AsTask());
        Assert.Equal(fault, failure.Fault);
        foreach (var word in saying) Assert.Contains(word, failure.Message, StringComparison.Ordinal);
    }

    private sealed class RefusingServer(Error error) : ILinkProcessor
    {
        public void Process(AttachContext attachContext) => attachContext.Complete(error);
    }
}
