using System.Buffers;
using System.Threading.Channels;
using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>The paced thread writes into pooled batches of up to 256 and sends one when it is full or no more is due; a
/// task maps and counts.</summary>
public sealed class ChannelOfBatches : ILatencyContender
{
    private const int BatchSize = 256;

    public string Name => "channel-batches-256";

    public int Order => 30;

    public bool IsPushed => true;

    public IEnumerable<KeyValuePair<long, long>> Run(LatencyRun run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var counter = new Counter(run);
        var channel = Channel.CreateBounded<ArraySegment<int>>(
            new BoundedChannelOptions(64) { SingleReader = true, SingleWriter = true });
        var counting = Task.Run(() => CountAsync(run, channel.Reader, counter));
        run.Source.Start();
        while (run.Source.WaitDue(out var first, out var due))
        {
            for (var end = first + due; first < end; first += BatchSize)
            {
                var batch = ArrayPool<int>.Shared.Rent(BatchSize);
                var count = Math.Min(BatchSize, end - first);
                for (var i = 0; i < count; i++) batch[i] = first + i;
                var segment = new ArraySegment<int>(batch, 0, count);
                if (!channel.Writer.TryWrite(segment)) channel.Writer.WriteAsync(segment).AsTask().GetAwaiter().GetResult();
            }
        }

        channel.Writer.Complete();
        counting.GetAwaiter().GetResult();
        return counter.Counts.All();
    }

    private static async Task CountAsync(LatencyRun run, ChannelReader<ArraySegment<int>> reader, Counter counter)
    {
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var batch))
            {
                foreach (var i in batch.AsSpan()) counter.Count(Mapped.Of(run, i));
                ArrayPool<int>.Shared.Return(batch.Array!);
            }
        }
    }
}
