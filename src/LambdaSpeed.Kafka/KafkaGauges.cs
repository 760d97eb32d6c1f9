namespace LambdaSpeed.Kafka;

/// <summary>What one task's source shows to those who listen to the metrics.</summary>
/// <param name="options">Which topic.</param>
/// <param name="component">The spout.</param>
/// <param name="positionOf">The offset that the task reads next of a partition; negative when it does not read it. Any thread.</param>
internal sealed class KafkaGauges(KafkaOptions options, string component, Func<int, long> positionOf)
{
    private volatile KafkaStatistics? _statistics; // the newest; the client's callback writes it

    public string Topic => options.Topic;

    public string Component => component;

    public KafkaStatistics? Statistics => _statistics;

    public void Take(string json)
    {
        if (KafkaStatistics.Read(json, Topic) is { } read) _statistics = read;
    }

    /// <summary>Messages between where the task stands and the end of each partition, as the client last heard of it.</summary>
    public IEnumerable<(int Partition, long Lag)> Lags() =>
        from partition in _statistics?.Partitions ?? new Dictionary<int, (long End, long Held)>()
        let position = positionOf(partition.Key)
        where position >= 0
        select (partition.Key, Math.Max(0, partition.Value.End - position));
}
