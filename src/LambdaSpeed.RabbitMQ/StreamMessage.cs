using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>A message of a stream, while it is made a tuple. Its body is not copied, so nothing of it may be kept.</summary>
public readonly ref struct StreamMessage
{
    internal StreamMessage(string stream, long offset, in BrokerDelivery delivery)
    {
        Stream = stream;
        Offset = offset;
        RoutingKey = delivery.RoutingKey;
        Properties = delivery.Properties;
        Body = delivery.Body.Span;
    }

    /// <summary>The stream.</summary>
    public string Stream { get; }

    /// <summary>Where it stands in the stream. Offsets grow, and some are left out.</summary>
    public long Offset { get; }

    /// <summary>By which key it was published.</summary>
    public string RoutingKey { get; }

    /// <summary>The client's own: headers, message id, type.</summary>
    public IReadOnlyBasicProperties Properties { get; }

    /// <summary>When it was published, by its publisher, to the second; null when that does not say.</summary>
    public DateTimeOffset? Timestamp => Properties.IsTimestampPresent()
        ? DateTimeOffset.FromUnixTimeSeconds(Properties.Timestamp.UnixTime)
        : null;

    /// <summary>The body; valid until the decoder returns.</summary>
    public ReadOnlySpan<byte> Body { get; }
}
