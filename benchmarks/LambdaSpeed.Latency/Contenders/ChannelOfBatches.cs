using System.Buffers;
using System.Threading.Channels;
using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>The paced thread maps into pooled batches of up to 256 and sends one when it is full or no more is due; a
/// task counts.</summary>
public sealed class ChannelOfBatches : ILatencyContender
{
    private const int BatchSize = 256;

    public string Name => "channel-batches-256";

    public int Order => 30;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var counter = new Counter(run);
        var channel = Channel.CreateBounded<ArraySegment<Mapped>>(
            new BoundedChannelOptions(64) { SingleReader = true, SingleWriter = true });
        var counting = Task.Run(() => CountAsync(channel.Reader, counter));
        run.Source.Start();
        while (run.Source.WaitDue(out var first, out var due))
        {
            for (var end = first + due; first < end; first += BatchSize)
            {
                var batch = ArrayPool<Mapped>.Shared.Rent(BatchSize);
                var count = Math.Min(BatchSize, end - first);
                for (var i = 0; i < count; i++) batch[i] = Mapped.Of(run, first + i);
                var segment = new ArraySegment<Mapped>(batch, 0, count);
                if (!channel.Writer.TryWrite(segment)) channel.Writer.WriteAsync(segment).AsTask().GetAwaiter().GetResult();
            }
        }

        channel.Writer.Complete();
        counting.GetAwaiter().GetResult();
        return counter.Counts.All();
    }

    private static async Task CountAsync(ChannelReader<ArraySegment<Mapped>> reader, Counter counter)
    {
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var batch))
            {
                foreach (var item in batch.AsSpan()) counter.Count(item);
                ArrayPool<Mapped>.Shared.Return(batch.Array!);
            }
        }
    }
}
