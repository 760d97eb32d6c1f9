using System.Buffers;
using System.Threading.Channels;
using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Producers map and part the numbers by key, consumers keep a dictionary each; between them pooled arrays on
/// bounded channels.</summary>
public sealed class ExpertPipeline<TStep>(LongInput input, int producers, int consumers, int batchSize)
    where TStep : struct, IStep
{
    private const int NumbersInFlight = 16 * 1024; // for each channel, whatever the size of its batches

    public IEnumerable<KeyValuePair<long, long>> Run()
    {
        var capacity = Math.Max(4, NumbersInFlight / batchSize);
        var options = new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = producers == 1 };
        var channels = Enumerable.Range(0, consumers).Select(_ => Channel.CreateBounded<ArraySegment<long>>(options)).ToArray();
        var consuming = channels.Select(c => Task.Run(() => c.GuardAsync(ConsumeAsync))).ToArray();
        var producing = Enumerable.Range(0, producers).Select(p => Task.Run(() => ProduceAsync(p, channels))).ToArray();

        Task.WhenAll(producing).GetAwaiter().GetResult();
        foreach (var channel in channels) channel.Writer.Complete();
        return Task.WhenAll(consuming).GetAwaiter().GetResult().SelectMany(sums => sums);
    }

    private async Task ProduceAsync(int producer, Channel<ArraySegment<long>>[] channels)
    {
        var pool = ArrayPool<long>.Shared;
        var batches = channels.Select(_ => pool.Rent(batchSize)).ToArray();
        var counts = new int[channels.Length];
        var (next, end) = input.RangeOf(producer, producers);
        while (true)
        {
            var full = Fill(ref next, end, batches, counts);
            if (full < 0) break;

            var batch = new ArraySegment<long>(batches[full], 0, counts[full]);
            if (!channels[full].Writer.TryWrite(batch)) await channels[full].Writer.WriteAsync(batch);
            batches[full] = pool.Rent(batchSize);
            counts[full] = 0;
        }

        for (var i = 0; i < channels.Length; i++) await channels[i].Writer.WriteAsync(new ArraySegment<long>(batches[i], 0, counts[i]));
    }

    /// <summary>Goes on until a batch is full and returns its number; -1 at the end of the input.</summary>
    private int Fill(ref int next, int end, long[][] batches, int[] counts)
    {
        var values = input.Slice(next, end - next);
        for (var i = 0; i < values.Length; i++)
        {
            var mapped = TStep.Map(values[i]);
            var owner = Sums.OwnerOf(TStep.KeyOf(mapped), batches.Length);
            var count = counts[owner];
            batches[owner][count] = mapped;
            counts[owner] = ++count;
            if (count < batchSize) continue;

            next += i + 1;
            return owner;
        }

        next = end;
        return -1;
    }

    private static async Task<Dictionary<long, long>> ConsumeAsync(ChannelReader<ArraySegment<long>> reader)
    {
        var sums = new Dictionary<long, long>();
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var batch))
            {
                foreach (var mapped in batch.AsSpan()) sums.Raise(TStep.KeyOf(mapped), TStep.AmountOf(mapped));
                ArrayPool<long>.Shared.Return(batch.Array!);
            }
        }

        return sums;
    }
}
