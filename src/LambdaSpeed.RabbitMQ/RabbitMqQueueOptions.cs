using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSpeed.RabbitMQ;

/// <summary>Which queue is taken in; checked once, by <see cref="RabbitMqQueueSource"/>.</summary>
public sealed record RabbitMqQueueOptions : RabbitMqOptions
{
    /// <summary>The queue: a classic or a quorum queue. It must be there; whoever declares it says what becomes of rejected messages
    /// (<c>x-dead-letter-exchange</c>) and of those that bring their consumer down again and again (<c>x-delivery-limit</c>).</summary>
    public required string Queue { get; init; }

    /// <summary>What makes a message known when it is delivered again; null or empty for none, then each delivery is stored. When it
    /// throws, the message is rejected.</summary>
    /// <value>The message id that its publisher has set.</value>
    public Func<RabbitMqMessage, string?> MessageId { get; init; } = static message => message.Properties.MessageId;

    /// <summary>The clock of the delays.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where lost connections are reported.</summary>
    /// <value>Nowhere.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <exception cref="ArgumentException">An option cannot be.</exception>
    internal Broker Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Queue);
        ArgumentNullException.ThrowIfNull(MessageId);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        return new Broker(this);
    }
}
