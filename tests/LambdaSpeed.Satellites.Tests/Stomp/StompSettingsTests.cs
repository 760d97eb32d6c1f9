using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Stomp;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Stomp;

/// <summary>Settings that cannot be give one error that names the setting.</summary>
public sealed class StompSettingsTests(Servers servers)
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Options_ThatCannotBe_AreRefusedAtOnce()
    {
        var good = new StompQueueOptions { Uri = "stomp://localhost", Queue = "q" };
        _ = new StompQueueSource(good);
        foreach (var uri in new[] { "", "http://localhost", "stomp://", "stomp://user@host", "stomp://host/path", "localhost:61613" })
        {
            Refuses("Uri", good with { Uri = uri });
        }
        Refuses("Queue", good with { Queue = " " });
        Refuses("topic", good with { Queue = "/topic/news" });
        Refuses("SystemName", good with { SystemName = " " });
        Refuses("Prefetch", good with { Prefetch = 0 });
        Refuses("MaxMessageBytes", good with { MaxMessageBytes = 0 });
        Refuses("MaxHeaderBytes", good with { MaxHeaderBytes = 1000 });
        Refuses("HeartBeat", good with { HeartBeat = TimeSpan.Zero });
        Refuses("ConnectTimeout", good with { ConnectTimeout = TimeSpan.Zero });
        Refuses("StartPatience", good with { Reconnecting = new() { StartPatience = TimeSpan.FromDays(1) } });
        Refuses("FirstDelay", good with { Reconnecting = new() { FirstDelay = TimeSpan.Zero } });
        Refuses("LongestDelay", good with { Reconnecting = new() { LongestDelay = TimeSpan.FromMilliseconds(1) } });
        Refuses("'passcode'", good with { ConnectHeaders = new Dictionary<string, string> { ["passcode"] = "secret" } });
        Refuses("'ack'", good with { SubscribeHeaders = new Dictionary<string, string> { ["ack"] = "auto" } });
        Assert.DoesNotContain("secret", (good with { Uri = "stomp://me:secret@localhost" }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatCannotBeEntered_IsNamedWithTheSetting()
    {
        var uri = await servers.ConnectionAsync("activemq");
        var at = uri[(uri.IndexOf('@', StringComparison.Ordinal) + 1)..];
        await FailsAsync(StompFault.Unreachable, "stomp://127.0.0.1:9", "test.q", "127.0.0.1:9", "host and port of Uri");
        await FailsAsync(StompFault.Unreachable, "stomp://no.host.invalid", "test.q", "no.host.invalid", "host and port of Uri");
        await FailsAsync(StompFault.WrongCredentials, $"stomp://guest:wrong@{at}", "test.q", "user and password of Uri");
        await FailsAsync(StompFault.WrongCredentials, $"stomp://DOMAIN%5Cbob:wrong@{at}", "test.q", "DOMAIN\\bob", "user and password of Uri");
        await FailsAsync(StompFault.WrongCredentials, $"stomp://{at}", "test.q", "user and password of Uri");
    }

    [Fact]
    public async Task Queue_ThatMayNotBeRead_OrMade_IsNamedWithTheSetting()
    {
        var uri = await servers.ConnectionAsync("activemq");
        await FailsAsync(StompFault.NotAllowed, uri, "closed.orders", "closed.orders", "the right to read it", "Queue");
        await FailsAsync(StompFault.NotAllowed, uri, "unmade.orders", "unmade.orders", "make it where it is missing", "Queue");
    }

    [Fact]
    public async Task Queue_ThatIsNotAtHandYet_IsWaitedFor()
    {
        await using var server = new FakeServer(async stream => await stream.WriteAsync(
            "ERROR\nmessage:not_found\n\nNOT_FOUND - home node 'rabbit@a' of durable queue 'q' in vhost '/' is down or inaccessible\0"u8.ToArray()));
        await FailsAsync(StompFault.Unreachable, $"stomp://{server.Address}", "q", "'q'", "at hand yet");
    }

    [Fact]
    public async Task ConfigureTls_ThatThrows_IsWaitedFor_AndNamed()
    {
        await using var server = new FakeServer(_ => Task.CompletedTask);
        var calls = 0;
        var source = new StompQueueSource(new()
        {
            Uri = $"stomp+ssl://{server.Address}", Queue = "q", Reconnecting = new() { StartPatience = TimeSpan.FromSeconds(3), FirstDelay = TimeSpan.FromMilliseconds(50) },
            ConfigureTls = _ => throw new ArgumentException($"no certificate at call {++calls}"),
        });
        await using var deliveries = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        var failure = await Assert.ThrowsAsync<StompException>(() => deliveries.MoveNextAsync().AsTask());
        Assert.Equal(StompFault.Unreachable, failure.Fault);
        Assert.Contains("ConfigureTls has thrown ArgumentException: no certificate at call", failure.Message, StringComparison.Ordinal);
        Assert.InRange(calls, 2, 100);
    }

    [Fact]
    public async Task Server_OfAnotherProtocol_IsNamedWithTheSetting()
    {
        await using var server = new FakeServer(async stream => await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()));
        await FailsAsync(StompFault.NotStomp, $"stomp://{server.Address}", "q", "does not speak STOMP 1.2", "host and port of Uri");
        await using var old = new FakeServer(async stream => await stream.WriteAsync("CONNECTED\nversion:1.0\n\n\0"u8.ToArray()));
        await FailsAsync(StompFault.NotStomp, $"stomp://{old.Address}", "q", "version '1.0'");
        await using var mute = new FakeServer(_ => Task.CompletedTask);
        await FailsAsync(
            TimeSpan.FromSeconds(1), StompFault.Unreachable, $"stomp://{mute.Address}", "q", "does not answer in time", "ConnectTimeout");
    }

    [Fact]
    public async Task System_IsNamedInMetrics()
    {
        using var measurements = new Measurements();
        var options = new StompQueueOptions
        {
            Uri = "stomp://127.0.0.1:9", Queue = $"{Guid.NewGuid()}", Reconnecting = new() { StartPatience = TimeSpan.Zero },
        };
        foreach (var tried in new[] { options, options with { SystemName = "rabbitmq" } })
        {
            await using var deliveries = new StompQueueSource(tried).ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
            await Assert.ThrowsAsync<StompException>(() => deliveries.MoveNextAsync().AsTask());
        }
        var systems = measurements.Of(options.Queue).Select(measured => measured.Tags["messaging.system"]);
        Assert.Equal(["activemq", "rabbitmq"], systems);
    }

    private static void Refuses(string saying, StompQueueOptions options) => Assert.Contains(
        saying, Assert.ThrowsAny<ArgumentException>(() => new StompQueueSource(options)).Message, StringComparison.Ordinal);

    private static Task FailsAsync(StompFault fault, string uri, string queue, params string[] saying) =>
        FailsAsync(TimeSpan.FromSeconds(30), fault, uri, queue, saying);

    private static async Task FailsAsync(TimeSpan timeout, StompFault fault, string uri, string queue, params string[] saying)
    {
        var source = new StompQueueSource(new() { Uri = uri, Queue = queue, Reconnecting = new() { StartPatience = _short }, ConnectTimeout = timeout });
        await using var deliveries = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        var failure = await Assert.ThrowsAsync<StompException>(() => deliveries.MoveNextAsync().AsTask());
        Assert.Equal(fault, failure.Fault);
        foreach (var word in saying) Assert.Contains(word, failure.Message, StringComparison.Ordinal);
    }
}
