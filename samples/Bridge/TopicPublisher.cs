using Confluent.Kafka;

namespace Bridge;

/// <summary>Publishes to a topic of Kafka, each message once.</summary>
internal sealed class TopicPublisher(string servers, string topic) : IPublisher
{
    private readonly IProducer<Null, byte[]> _producer = new ProducerBuilder<Null, byte[]>(
        new ProducerConfig { BootstrapServers = servers, EnableIdempotence = true, LingerMs = 5 }).Build();

    public Task PublishAsync(byte[] message, CancellationToken cancellationToken) =>
        _producer.ProduceAsync(topic, new() { Value = message }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _producer.Dispose();
        return ValueTask.CompletedTask;
    }
}
