using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace LambdaSpeed.RabbitMQ;

/// <summary>Receives what the server sends on one channel, one delivery after the other, on the client's thread.</summary>
/// <param name="channel">The channel; its own.</param>
/// <param name="server">The server's name.</param>
/// <param name="queue">The queue or stream.</param>
/// <param name="setting">The setting that names it.</param>
internal abstract class BrokerConsumer(IChannel channel, string server, string queue, string setting) : IAsyncBasicConsumer
{
    /// <summary>The header that a stream gives each message, and the argument that says where reading a stream begins.</summary>
    public const string OffsetHeader = "x-stream-offset";

    private readonly TaskCompletionSource<RabbitMqException> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IChannel Channel => channel;

    /// <summary>Completes when nothing more comes, with the reason.</summary>
    public Task<RabbitMqException> Ended => _ended.Task;

    protected string Server => server;

    protected string Queue => queue;

    protected string Setting => setting;

    /// <summary>Begins to receive.</summary>
    /// <exception cref="RabbitMqException">The server refuses.</exception>
    public async Task ConsumeAsync(object? streamOffset, CancellationToken cancellationToken)
    {
        try
        {
            var arguments = streamOffset is null ? null : new Dictionary<string, object?> { [OffsetHeader] = streamOffset };
            await channel.BasicConsumeAsync(
                queue, autoAck: false, ConsumerTag, noLocal: false, exclusive: false, arguments, this, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw BrokerProblem.OfQueue(server, queue, setting, exception);
        }
    }

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        End(BrokerProblem.Cancelled(server, queue));
        return Task.CompletedTask;
    }

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default) =>
        ReceiveAsync(new(deliveryTag, redelivered, exchange, routingKey, properties, body), cancellationToken);

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        End(BrokerProblem.OfShutdown(server, queue, setting, reason));
        return Task.CompletedTask;
    }

    /// <summary>The name of the consumer on its channel.</summary>
    protected const string ConsumerTag = "lambdaspeed";

    /// <summary>Takes a delivery; its body is the client's and goes back to it with the return.</summary>
    protected abstract void Receive(in BrokerDelivery delivery);

    /// <summary>Takes a delivery, perhaps later: the next one comes when this is done.</summary>
    protected virtual Task ReceiveAsync(in BrokerDelivery delivery, CancellationToken cancellationToken)
    {
        Receive(delivery);
        return Task.CompletedTask;
    }

    /// <summary>Nothing more is wanted, or comes; the first reason counts.</summary>
    protected void End(RabbitMqException reason)
    {
        if (_ended.TrySetResult(reason)) OnEnded();
    }

    /// <summary>Called once, when nothing more comes.</summary>
    protected virtual void OnEnded()
    {
    }

    /// <summary>The offset of a message in its stream; null proves that the queue is none.</summary>
    protected static long? OffsetOf(IReadOnlyBasicProperties properties) =>
        properties.Headers is { } headers && headers.TryGetValue(OffsetHeader, out var offset) ? offset as long? : null;
}
