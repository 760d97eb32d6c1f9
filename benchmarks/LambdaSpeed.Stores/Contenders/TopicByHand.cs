using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace LambdaSpeed.Stores.Contenders;

/// <summary>What one writes in an hour: a consumer that is assigned all partitions, and a loop that counts.</summary>
public sealed class TopicByHand(string bootstrapServers, string topic, int partitions) : IStreamReader
{
    public string Name => "by hand";

    public Task<Dictionary<long, long>> CountAsync(int messages) => Task.Run(() =>
    {
        var configuration = new ConsumerConfig
        {
            BootstrapServers = bootstrapServers, GroupId = "by-hand", EnableAutoCommit = false, EnableAutoOffsetStore = false,
            FetchWaitMaxMs = TopicReads.FetchWaitMs,
        };
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(configuration).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var counts = new Dictionary<long, long>();
        var last = new long[partitions];
        Array.Fill(last, -1);
        for (var left = messages; left > 0;)
        {
            if (consumer.Consume(TimeSpan.FromSeconds(1)) is not { } result) continue;
            if (result.Offset.Value <= last[result.Partition.Value]) throw new CheckFailedException("messages are out of order");
            last[result.Partition.Value] = result.Offset.Value;
            CollectionsMarshal.GetValueRefOrAddDefault(counts, BitConverter.ToInt64(result.Message.Value), out _)++;
            left--;
        }
        return counts;
    });
}
