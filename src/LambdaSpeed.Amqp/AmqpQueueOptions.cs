using Amqp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSpeed.Amqp;

/// <summary>Which queue of which server is taken in, and how; checked once, by <see cref="AmqpQueueSource"/>.</summary>
public sealed record AmqpQueueOptions
{
    /// <summary>The client's own URI of the server: <c>amqp://user:password@host:5672</c>, or <c>amqps://…</c> by TLS.</summary>
    public required string Uri { get; init; }

    /// <summary>The queue by its address, as this server writes it: <c>/amq/queue/orders</c> for RabbitMQ 3, <c>/queues/orders</c> for
    /// RabbitMQ 4, <c>orders</c> for others. It must be there.</summary>
    public required string Queue { get; init; }

    /// <summary>Called with the client's factory before each attempt to connect, for what the URI cannot say: SASL, certificates, frame
    /// size. <c>AMQP.IdleTimeout</c> is set to 20,000 ms: a server that is silent for as long is taken to be gone, so it is asked to say
    /// that it is there when it is idle. When it throws, as where a token cannot be fetched, that is waited for as for a server that cannot
    /// be reached.</summary>
    /// <value>Nothing is done.</value>
    public Action<ConnectionFactory>? Configure { get; init; }

    /// <summary>How many messages the server sends ahead (the link's credit), and so how many are held in memory at most; 1 to
    /// 65,535.</summary>
    /// <value>1,000.</value>
    public int Prefetch { get; init; } = 1000;

    /// <summary>What makes a message known when it is delivered again; null or empty for none, then each delivery is stored. When it
    /// throws, the message is rejected.</summary>
    /// <value>The message id that its sender has set.</value>
    public Func<AmqpMessage, string?> MessageId { get; init; } = static message => message.Id;

    /// <summary>How long one attempt to connect may take, and an answer of the server; 1 ms to an hour.</summary>
    /// <value>10 s.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a start waits for a server that cannot be reached, and how long it is waited between attempts to connect. Later
    /// outages are waited for without end.</summary>
    /// <value>The defaults of <see cref="ReconnectPolicy"/>.</value>
    public ReconnectPolicy Reconnecting { get; init; } = new();

    /// <summary>What the server is, for metrics (<c>messaging.system</c>). OpenTelemetry knows <c>activemq</c>, <c>rabbitmq</c>,
    /// <c>servicebus</c>, <c>eventhubs</c> and others; a name of one's own may be given. Not empty.</summary>
    /// <value><c>amqp</c>, since many systems speak it.</value>
    public string SystemName { get; init; } = "amqp";

    /// <summary>The clock of the delays.</summary>
    /// <value><see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where lost connections are reported.</summary>
    /// <value>Nowhere.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{nameof(AmqpQueueOptions)} {{ Queue = {Queue}, Prefetch = {Prefetch} }}";

    /// <summary>Checks all but how long it waits, and reads the URI.</summary>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    internal Address Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Queue);
        ArgumentException.ThrowIfNullOrWhiteSpace(SystemName);
        InRange(Prefetch, 1, ushort.MaxValue, nameof(Prefetch));
        InRange(ConnectTimeout.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerHour, nameof(ConnectTimeout));
        ArgumentNullException.ThrowIfNull(MessageId);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        if (System.Uri.TryCreate(Uri, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Host.Length > 0)
        {
            return AddressOf(uri);
        }
        throw new ArgumentException(
            $"{nameof(AmqpQueueOptions)}.{nameof(Uri)} names no AMQP server. Remedy: amqp://user:password@host:5672, or amqps://…",
            nameof(Uri));
    }

    /// <summary>The client's own reading of a URI passes over a port of one digit.</summary>
    private static Address AddressOf(System.Uri uri)
    {
        var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? uri.UserInfo : uri.UserInfo[..colon];
        return new Address(
            uri.DnsSafeHost, uri.Port > 0 ? uri.Port : uri.Scheme == "amqps" ? 5671 : 5672,
            user.Length == 0 ? null : System.Uri.UnescapeDataString(user),
            colon < 0 ? null : System.Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..]), "/", uri.Scheme);
    }

    private static void InRange(long value, long least, long most, string option)
    {
        if (value >= least && value <= most) return;

        throw new ArgumentOutOfRangeException(option, value, $"{nameof(AmqpQueueOptions)}.{option} must be from {least} to {most}.");
    }
}
