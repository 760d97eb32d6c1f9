using System.Threading.Channels;
using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>The paced thread maps and writes item by item into a bounded channel; a task counts.</summary>
public sealed class ChannelOfItems : ILatencyContender
{
    public string Name => "channel-items";

    public int Order => 40;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var counter = new Counter(run);
        var channel = Channel.CreateBounded<Mapped>(new BoundedChannelOptions(1024) { SingleReader = true, SingleWriter = true });
        var counting = Task.Run(() => CountAsync(channel.Reader, counter));
        run.Source.Start();
        while (run.Source.WaitDue(out var first, out var due))
        {
            for (var i = first; i < first + due; i++)
            {
                var item = Mapped.Of(run, i);
                if (!channel.Writer.TryWrite(item)) channel.Writer.WriteAsync(item).AsTask().GetAwaiter().GetResult();
            }
        }

        channel.Writer.Complete();
        counting.GetAwaiter().GetResult();
        return counter.Counts.All();
    }

    private static async Task CountAsync(ChannelReader<Mapped> reader, Counter counter)
    {
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var item)) counter.Count(item);
        }
    }
}
