using LambdaSpeed.Kafka;

namespace LambdaSpeed.Stores.Contenders;

/// <summary>A topology of ours: a spout with positions, and a view.</summary>
public sealed class OurTopic(string bootstrapServers, string topic) : IStreamReader
{
    public string Name => "LambdaSpeed";

    public async Task<Dictionary<long, long>> CountAsync(int messages)
    {
        var builder = new TopologyBuilder("reads");
        var options = new KafkaOptions
        {
            BootstrapServers = bootstrapServers, Topic = topic, Configure = client => client.FetchWaitMaxMs = TopicReads.FetchWaitMs,
        };
        var name = builder
            .AddSpout("messages", KafkaTopic.Read(options, (in KafkaMessage message) => BitConverter.ToInt64(message.Value)))
            .GroupBy(key => key).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build());
        while (run.Describe().Components[0].TuplesRead < messages) await Task.Delay(1);
        await run.PublishAsync();
        var view = run.View(name);
        return Enumerable.Range(0, StreamReads.Keys).Select(key => (long)key).ToDictionary(key => key, view.Get);
    }
}
