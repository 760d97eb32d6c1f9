using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace LambdaSpeed.Kafka;

/// <summary>The client's statistics as metrics.</summary>
internal static class KafkaMetrics
{
    private const string Destination = "messaging.destination.name";
    private const string MessagingSystem = "messaging.system";

    private static readonly Meter _meter = new("LambdaSpeed");
    private static readonly ConcurrentDictionary<KafkaGauges, bool> _shown = [];

    static KafkaMetrics()
    {
        _meter.CreateObservableGauge(
            "lambdaspeed.kafka.lag",
            () => _shown.Keys.SelectMany(source => source.Lags().Select(lag => Of(source, lag.Lag, lag.Partition))),
            "{message}", "Messages between where a task stands in a partition and its end, as the client last heard of it.");
        _meter.CreateObservableGauge(
            "lambdaspeed.kafka.held",
            () => PerPartition((source, partition, found) => Of(source, found.Held, partition)),
            "{message}", "Messages of a partition that the client has fetched and the source has not taken.");
        _meter.CreateObservableCounter(
            "lambdaspeed.kafka.received",
            () => from source in _shown.Keys
                  where source.Statistics is not null
                  select Of(source, source.Statistics!.ReceivedBytes),
            "By", "Bytes that the client of a task has received.");
        _meter.CreateObservableGauge(
            "lambdaspeed.kafka.latency",
            () => from source in _shown.Keys
                  from broker in source.Statistics?.Latencies ?? new Dictionary<string, double>()
                  select new Measurement<double>(
                      broker.Value, new(MessagingSystem, "kafka"), new(Destination, source.Topic),
                      new("lambdaspeed.component", source.Component), new("server.address", broker.Key)),
            "s", "Time from a request to a broker to its answer, on average.");
    }

    /// <summary>From now on the statistics of a source are shown.</summary>
    public static void Show(KafkaGauges source) => _shown.TryAdd(source, true);

    public static void Hide(KafkaGauges source) => _shown.TryRemove(source, out _);

    private static IEnumerable<Measurement<long>> PerPartition(
        Func<KafkaGauges, int, (long End, long Held), Measurement<long>> measure) =>
        from source in _shown.Keys
        where source.Statistics is not null
        from partition in source.Statistics!.Partitions
        select measure(source, partition.Key, partition.Value);

    private static Measurement<long> Of(KafkaGauges source, long value, int? partition = null)
    {
        var tags = new TagList
        {
            { MessagingSystem, "kafka" }, { Destination, source.Topic }, { "lambdaspeed.component", source.Component },
        };
        if (partition is { } number)
        {
            tags.Add("messaging.destination.partition.id", number.ToString(CultureInfo.InvariantCulture));
        }
        return new(value, tags);
    }
}
