using LambdaSpeed;
using LambdaSpeed.Kafka;
using LambdaSpeed.RabbitMQ;

namespace Bridge;

/// <summary>A broker → messages → two views, which a database follows.</summary>
public static class BridgeTopology
{
    public const string Messages = "messages";

    public static Topology Build(
        BridgeOptions options, IViewStore<string, long> paths, IViewStore<DateTimeOffset, long> minutes)
    {
        var topology = new TopologyBuilder("bridge");
        var hits = topology
            .AddSpout(
                Messages, Source(options), options: new() { OnFailure = TupleFailurePolicy.Skip }) // what is no such message is counted
            .WithEventTime(hit => hit.Sent, WatermarkStrategy.Ascending()); // so that the table can show the lag

        hits.GroupBy(hit => hit.Path).Aggregate("views_per_path", a => a.Count()).Follow(paths).ToView();
        hits.GroupBy(hit => MinuteOf(hit.Sent)).Aggregate("views_per_minute", a => a.Count()).Follow(minutes).ToView();
        return topology.Build();
    }

    private static Func<ISpout<Hit>> Source(BridgeOptions options) => options.RabbitMq is { } server
        ? RabbitMqStreams.Read(
            new() { Uri = server.ToString(), Streams = options.Streams }, (in StreamMessage message) => Hit.Read(message.Body))
        : KafkaTopic.Read(
            new() { BootstrapServers = options.Kafka!, Topic = options.Topic! }, (in KafkaMessage message) => Hit.Read(message.Value));

    private static DateTimeOffset MinuteOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
