using System.Buffers;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;

namespace LambdaSpeed.Benchmarks;

/// <summary>What it costs to move a number from one task to another through a bounded channel of pooled arrays, by their size.</summary>
[MemoryDiagnoser]
public class ChannelHop
{
    private const int Numbers = 1 << 20;
    private const long Sum = (long)Numbers * (Numbers - 1) / 2;

    [Params(1, 16, 64, 256, 1024)]
    public int BatchSize { get; set; }

    [Benchmark(OperationsPerInvoke = Numbers)]
    public async Task BoundedChannel()
    {
        var channel = Channel.CreateBounded<ArraySegment<long>>(new BoundedChannelOptions(64) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(channel.Reader));
        for (var next = 0; next < Numbers; next += BatchSize)
        {
            var batch = ArrayPool<long>.Shared.Rent(BatchSize);
            for (var i = 0; i < BatchSize; i++) batch[i] = next + i;
            var segment = new ArraySegment<long>(batch, 0, BatchSize);
            if (!channel.Writer.TryWrite(segment)) await channel.Writer.WriteAsync(segment);
        }

        channel.Writer.Complete();
        var sum = await reading;
        if (sum != Sum) throw new InvalidOperationException($"The sum is {sum}, not {Sum}.");
    }

    private static async Task<long> ReadAsync(ChannelReader<ArraySegment<long>> reader)
    {
        var sum = 0L;
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var batch))
            {
                foreach (var number in batch.AsSpan()) sum += number;
                ArrayPool<long>.Shared.Return(batch.Array!);
            }
        }

        return sum;
    }
}
