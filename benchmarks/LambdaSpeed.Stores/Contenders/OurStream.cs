using LambdaSpeed.RabbitMQ;

namespace LambdaSpeed.Stores.Contenders;

/// <summary>A topology of ours: a spout with positions, and a view.</summary>
public sealed class OurStream(string uri, string stream) : IStreamReader
{
    public string Name => "LambdaSpeed";

    public async Task<Dictionary<long, long>> CountAsync(int messages)
    {
        var builder = new TopologyBuilder("reads");
        var options = new RabbitMqStreamOptions { Uri = uri, Streams = [stream], Prefetch = StreamReads.Prefetch };
        var name = builder
            .AddSpout("messages", RabbitMqStreams.Read(options, (in StreamMessage message) => BitConverter.ToInt64(message.Body)))
            .GroupBy(key => key).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build());
        while (run.Describe().Components[0].TuplesRead < messages) await Task.Delay(1);
        await run.PublishAsync();
        var view = run.View(name);
        return Enumerable.Range(0, 1000).Select(key => (long)key).ToDictionary(key => key, view.Get);
    }
}
