using System.Text.Json;

namespace LambdaSpeed.Kafka;

/// <summary>What the metrics show of the client's statistics. Immutable.</summary>
/// <param name="ReceivedBytes">Bytes that the client has received since it was made.</param>
/// <param name="Partitions">By partition: where it ends for the reader, and how many messages the client holds of it.</param>
/// <param name="Latencies">By broker: the time of a request, on average, in seconds.</param>
internal sealed record KafkaStatistics(
    long ReceivedBytes, IReadOnlyDictionary<int, (long End, long Held)> Partitions, IReadOnlyDictionary<string, double> Latencies)
{
    /// <summary>Reads the client's JSON; null when it is no statistics.</summary>
    public static KafkaStatistics? Read(string json, string topic)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var latencies = new Dictionary<string, double>();
            foreach (var broker in root.GetProperty("brokers").EnumerateObject())
            {
                if (broker.Value.GetProperty("nodeid").GetInt32() < 0) continue; // the list to begin with, and the group's
                var microseconds = broker.Value.GetProperty("rtt").GetProperty("avg").GetDouble();
                latencies[broker.Value.GetProperty("nodename").GetString()!] = microseconds / 1e6;
            }
            return new(root.GetProperty("rx_bytes").GetInt64(), PartitionsOf(root, topic), latencies);
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static Dictionary<int, (long End, long Held)> PartitionsOf(JsonElement root, string topic)
    {
        var partitions = new Dictionary<int, (long, long)>();
        if (!root.GetProperty("topics").TryGetProperty(topic, out var found)) return partitions;

        foreach (var partition in found.GetProperty("partitions").EnumerateObject())
        {
            var number = partition.Value.GetProperty("partition").GetInt32();
            var end = partition.Value.GetProperty("ls_offset").GetInt64();
            if (number >= 0 && end >= 0) partitions[number] = (end, partition.Value.GetProperty("fetchq_cnt").GetInt64());
        }
        return partitions;
    }
}
