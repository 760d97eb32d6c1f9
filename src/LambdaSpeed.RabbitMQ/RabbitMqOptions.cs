using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>Where a RabbitMQ server is, and how it is read.</summary>
public abstract record RabbitMqOptions
{
    private const uint LargestBody = 512 << 20; // no server can be told to take more

    private protected RabbitMqOptions()
    {
    }

    /// <summary>The client's own URI of the server: <c>amqp://user:password@host:5672/vhost</c>, or <c>amqps://…</c>.</summary>
    public required string Uri { get; init; }

    /// <summary>Called once with the client's factory, as the options are checked, for what the URI cannot say: further hosts,
    /// certificates, heartbeat, a <c>CredentialsProvider</c> for what is renewed.
    /// <c>MaxInboundMessageBodySize</c> is set to 512 MiB, the largest body that a server can be told to take: below that of the server's
    /// (<c>max_message_size</c>) a larger message would end each connection that brings it. The client's own recovery stays off, since it
    /// would read on where reading had begun.</summary>
    /// <value>Nothing is done.</value>
    public Action<ConnectionFactory>? Configure { get; init; }

    /// <summary>How many messages the server sends ahead on one stream or queue, and so how many are held in memory at most; 1 to
    /// 65,535.</summary>
    /// <value>2,000.</value>
    public int Prefetch { get; init; } = 2000;

    /// <summary>How long a start waits for a server that cannot be reached, and how long it is waited between attempts to connect. Later
    /// outages are waited for without end. A stream that ends before the position is looked at again for the patience of a start, and
    /// later for six of the longest delays, before the run fails.</summary>
    /// <value>The defaults of <see cref="ReconnectPolicy"/>.</value>
    public ReconnectPolicy Reconnecting { get; init; } = new();

    /// <summary>Checks what both kinds of sources are told, and makes the client's factory of it.</summary>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    internal ConnectionFactory NewFactory()
    {
        InRange(Prefetch, 1, ushort.MaxValue, nameof(Prefetch));
        Reconnecting.Validate();
        var factory = new ConnectionFactory
        {
            ClientProvidedName = "LambdaSpeed",
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(10),
        };
        try
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(Uri);
            factory.Uri = new Uri(Uri);
            factory.MaxInboundMessageBodySize = LargestBody; // of the endpoint that the URI names
        }
        catch (Exception exception) when (exception is ArgumentException or UriFormatException)
        {
            throw new ArgumentException(
                $"{GetType().Name}.{nameof(Uri)} is no URI of RabbitMQ: {exception.Message} Remedy: amqp://user:password@host:5672/vhost.",
                nameof(Uri));
        }
        Configure?.Invoke(factory);
        if (!factory.AutomaticRecoveryEnabled) return factory;

        throw new ArgumentException(
            $"{GetType().Name}.{nameof(Configure)} switches the client's AutomaticRecoveryEnabled on: it would read on where reading had " +
            "begun, not where it has come to. Remedy: leave it off; the source connects again by itself.", nameof(Configure));
    }

    /// <summary>Without the password.</summary>
    public sealed override string ToString() => $"{GetType().Name} {{ Prefetch = {Prefetch} }}";

    private protected void InRange(long value, long least, long most, string option)
    {
        if (value >= least && value <= most) return;

        throw new ArgumentOutOfRangeException(option, value, $"{GetType().Name}.{option} must be from {least} to {most}.");
    }
}
