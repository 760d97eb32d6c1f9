using RabbitMQ.Client;

namespace LambdaSpeed.RabbitMQ;

/// <summary>What the client hands over with a message.</summary>
/// <param name="Tag">The delivery's number on its channel, from 1.</param>
/// <param name="IsRedelivered">Whether it was delivered before.</param>
/// <param name="Exchange">Where it was published.</param>
/// <param name="RoutingKey">And by which key.</param>
/// <param name="Properties">Its properties and headers.</param>
/// <param name="Body">Its body: the client's, for as long as it is being received.</param>
internal readonly record struct BrokerDelivery(
    ulong Tag, bool IsRedelivered, string Exchange, string RoutingKey, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body);
