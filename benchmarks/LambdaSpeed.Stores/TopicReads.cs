using Confluent.Kafka;
using LambdaSpeed.Stores.Contenders;

namespace LambdaSpeed.Stores;

/// <summary>Reads of a Kafka topic by ours and by a client by hand: of the brokers that a variable names, or of a mock cluster in this
/// process.</summary>
internal static class TopicReads
{
    /// <summary>How long a broker may hold a fetch back that finds nothing.</summary>
    public const int FetchWaitMs = 20;

    private const int Partitions = 4; // as many as the mock gives a topic

    public static async Task<string> MeasureAsync(string? bootstrapServers, int messages, int rounds)
    {
        var configuration = new Dictionary<string, string>();
        if (bootstrapServers is null) configuration["test.mock.num.brokers"] = "1";
        else configuration["bootstrap.servers"] = bootstrapServers;
        using var owner = new AdminClientBuilder(configuration).SetLogHandler((_, _) => { }).Build();
        var servers = bootstrapServers ??
            string.Join(',', owner.GetMetadata(TimeSpan.FromSeconds(10)).Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));
        var topic = $"benchmark-{Guid.CreateVersion7():N}";
        if (bootstrapServers is not null) await owner.CreateTopicsAsync([new() { Name = topic, NumPartitions = Partitions }]);
        Produce(servers, topic, messages);
        IStreamReader[] readers = [new TopicByHand(servers, topic, Partitions), new OurTopic(servers, topic)];
        var table = await StreamReads.CompareAsync(
            bootstrapServers is null ? "kafka topic, mock cluster" : "kafka topic", readers, messages, rounds);
        if (bootstrapServers is not null) await owner.DeleteTopicsAsync([topic]);
        return table;
    }

    private static void Produce(string servers, string topic, int messages)
    {
        // compressed, since the mock keeps 5 MiB of a partition
        var configuration = new ProducerConfig
        {
            BootstrapServers = servers, LingerMs = 5, EnableIdempotence = true, CompressionType = CompressionType.Lz4,
        };
        using var producer = new ProducerBuilder<Null, byte[]>(configuration).Build();
        for (var i = 0; i < messages; i++)
        {
            var value = new byte[100];
            BitConverter.TryWriteBytes(value, (long)(i % StreamReads.Keys));
            while (true)
            {
                try
                {
                    producer.Produce(new TopicPartition(topic, i % Partitions), new Message<Null, byte[]> { Value = value });
                    break;
                }
                catch (ProduceException<Null, byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(10));
                }
            }
        }
        if (producer.Flush(TimeSpan.FromMinutes(1)) > 0) throw new CheckFailedException("not all messages were produced");
    }
}
