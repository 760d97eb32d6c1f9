using System.Diagnostics;
using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>A message of a queue. Immutable; its body is its own.</summary>
[DebuggerDisplay("{RoutingKey}, {Body.Length} bytes")]
public sealed class RabbitMqMessage
{
    private const string DeliveryCountHeader = "x-delivery-count";

    internal RabbitMqMessage(in BrokerDelivery delivery)
    {
        Exchange = delivery.Exchange;
        RoutingKey = delivery.RoutingKey;
        IsRedelivered = delivery.IsRedelivered;
        Properties = delivery.Properties;
        Body = delivery.Body.ToArray();
    }

    /// <summary>Where it was published; empty for the default exchange.</summary>
    public string Exchange { get; }

    /// <summary>And by which key.</summary>
    public string RoutingKey { get; }

    /// <summary>Whether it was delivered before, to whomever.</summary>
    public bool IsRedelivered { get; }

    /// <summary>How often it was given back before; what a quorum queue counts, 0 on a classic one. A door may turn a message away that has
    /// brought it down too often.</summary>
    public long DeliveryCount => Properties.Headers is { } headers && headers.TryGetValue(DeliveryCountHeader, out var count)
        ? Convert.ToInt64(count, System.Globalization.CultureInfo.InvariantCulture)
        : 0;

    /// <summary>The client's own: headers, message id, type.</summary>
    public IReadOnlyBasicProperties Properties { get; }

    /// <summary>When it was published, by its publisher, to the second; null when that does not say.</summary>
    public DateTimeOffset? Timestamp => Properties.IsTimestampPresent()
        ? DateTimeOffset.FromUnixTimeSeconds(Properties.Timestamp.UnixTime)
        : null;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }
}
