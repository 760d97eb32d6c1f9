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
        await FailsAsync(TimeSpan.FromSeconds(20), AmqpFault.WrongCredentials, $"amqp://guest:wrong@{at}", "q", "user and password of Uri"); // RabbitMQ takes its time
        await using var mute = new FakeServer(_ => Task.CompletedTask);
        await FailsAsync(AmqpFault.Unreachable, $"amqp://{mute.Address}", "q", "ConnectTimeout");
    }

    [Fact]
    public async Task Queue_ThatIsMissing_IsNamedWithTheSetting() => await FailsAsync(
        AmqpFault.NoQueue, await servers.ConnectionAsync("rabbitmq"), "/amq/queue/nowhere", "'/amq/queue/nowhere'", "see Queue");

    private static void Refuses(string saying, AmqpQueueOptions options) => Assert.Contains(
        saying, Assert.ThrowsAny<ArgumentException>(() => new AmqpQueueSource(options)).Message, StringComparison.Ordinal);

    private static Task FailsAsync(AmqpFault fault, string uri, string queue, params string[] saying) =>
        FailsAsync(TimeSpan.FromSeconds(1), fault, uri, queue, saying);

    private static async Task FailsAsync(TimeSpan timeout, AmqpFault fault, string uri, string queue, params string[] saying)
    {
        var source = new AmqpQueueSource(new() { Uri = uri, Queue = queue, Reconnecting = new() { StartPatience = _short }, ConnectTimeout = timeout });
        await using var deliveries = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        var failure = await Assert.ThrowsAsync<AmqpSourceException>(() => deliveries.MoveNextAsync().AsTask());
        Assert.Equal(fault, failure.Fault);
        foreach (var word in saying) Assert.Contains(word, failure.Message, StringComparison.Ordinal);
    }
}
