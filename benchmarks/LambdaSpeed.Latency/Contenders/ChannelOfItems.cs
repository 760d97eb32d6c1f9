using System.Threading.Channels;
using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>The paced thread writes item by item into a bounded channel; a task maps and counts.</summary>
public sealed class ChannelOfItems : ILatencyContender
{
    public string Name => "channel-items";

    public int Order => 40;

    public bool IsPushed => true;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var counter = new Counter(run);
        var channel = Channel.CreateBounded<int>(new BoundedChannelOptions(1024) { SingleReader = true, SingleWriter = true });
        var counting = Task.Run(() => CountAsync(run, channel.Reader, counter));
        run.Source.Start();
        while (run.Source.WaitDue(out var first, out var due))
        {
            for (var i = first; i < first + due; i++)
            {
                if (!channel.Writer.TryWrite(i)) channel.Writer.WriteAsync(i).AsTask().GetAwaiter().GetResult();
            }
        }

        channel.Writer.Complete();
        counting.GetAwaiter().GetResult();
        return counter.Counts.All();
    }

    private static async Task CountAsync(LatencyRun run, ChannelReader<int> reader, Counter counter)
    {
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var i)) counter.Count(Mapped.Of(run, i));
        }
    }
}
