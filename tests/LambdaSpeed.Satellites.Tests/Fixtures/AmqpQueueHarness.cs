using System.Text;
using LambdaSpeed.Amqp;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>A queue of a test's own on a RabbitMQ server, with a dead-letter queue, read by AMQP 1.0.</summary>
/// <param name="rabbit">The queue; disposed with the harness.</param>
internal sealed class AmqpQueueHarness(RabbitQueueHarness rabbit) : IntakeHarness<AmqpMessage>
{
    public override bool HasServer => rabbit.HasServer;

    public AmqpQueueOptions Options => OptionsOf(rabbit.Options.Uri, rabbit.Queue);

    public static AmqpQueueOptions OptionsOf(string uri, string queue) =>
        new() { Uri = uri, Queue = "/amq/queue/" + queue, Reconnecting = new() { LongestDelay = TimeSpan.FromSeconds(1) } };

    public override IAcknowledgingSource<AmqpMessage> Open() => new AmqpQueueSource(Options);

    public override Task SendAsync(string id, string text, CancellationToken cancellationToken) => rabbit.SendAsync(id, text, cancellationToken);

    public override string TextOf(AmqpMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    public override Task<IReadOnlyList<string>?> ReadRejectedAsync(int count, CancellationToken cancellationToken) =>
        rabbit.ReadRejectedAsync(count, cancellationToken);

    public override Task KillServerAsync() => rabbit.KillServerAsync();

    public override Task StartServerAsync() => rabbit.StartServerAsync();

    public override async ValueTask DisposeAsync()
    {
        await rabbit.DisposeAsync();
        await base.DisposeAsync();
    }
}
