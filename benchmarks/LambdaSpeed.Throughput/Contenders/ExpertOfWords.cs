using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using LambdaSpeed.Throughput.Running;
using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>W2 as an expert writes it by hand: splitters, bounded channels of pooled batches, a counter for each part
/// of the words.</summary>
public sealed class ExpertOfWords : IContenderSource
{
    private const int WordsInFlight = 16 * 1024; // for each channel, whatever the size of its batches

    public void AddTo(WorkloadSet workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);

        var workload = workloads.WordCount;
        workload.Add("expert", input => CountStrings(input, 2, 2, 256));
        workload.Add("expert-64", input => CountStrings(input, 2, 2, 64));
        workload.Add("expert-1024", input => CountStrings(input, 2, 2, 1024));
        workload.Add("expert-slices", input => CountSlices(input, 2, 2, 256));
        foreach (var (splitters, counters) in new[] { (1, 1), (1, 2), (2, 1), (2, 2), (2, 4) })
        {
            workload.Add($"tune-{splitters}x{counters}", input => CountStrings(input, splitters, counters, 256), runsByDefault: false);
            workload.Add(
                $"tune-slices-{splitters}x{counters}", input => CountSlices(input, splitters, counters, 256), runsByDefault: false);
        }
    }

    private static IEnumerable<KeyValuePair<string, long>> CountStrings(TextInput input, int splitters, int counters, int batchSize) =>
        Run<ArraySegment<string>, Dictionary<string, long>>(
            splitters, counters, batchSize,
            (splitter, channels) => SplitAsync(input, input.RangeOf(splitter, splitters), channels, batchSize),
            async reader =>
            {
                var counts = new Dictionary<string, long>();
                while (await reader.WaitToReadAsync())
                {
                    while (reader.TryRead(out var batch))
                    {
                        foreach (var word in batch.AsSpan()) counts.Raise(word, 1);
                        ArrayPool<string>.Shared.Return(batch.Array!);
                    }
                }

                return counts;
            }).SelectMany(counts => counts);

    private static async Task SplitAsync(
        TextInput input, (int Start, int End) lines, Channel<ArraySegment<string>>[] channels, int batchSize)
    {
        var pool = ArrayPool<string>.Shared;
        var batches = channels.Select(_ => pool.Rent(batchSize)).ToArray();
        var counts = new int[channels.Length];
        var words = new string[32 * 1024]; // of one line
        for (var line = lines.Start; line < lines.End; line++)
        {
            var wordCount = Split(input.Line(line), words);
            for (var i = 0; i < wordCount; i++)
            {
                var owner = OwnerOf(words[i], channels.Length);
                batches[owner][counts[owner]++] = words[i];
                if (counts[owner] < batchSize) continue;

                var batch = new ArraySegment<string>(batches[owner], 0, batchSize);
                if (!channels[owner].Writer.TryWrite(batch)) await channels[owner].Writer.WriteAsync(batch);
                batches[owner] = pool.Rent(batchSize);
                counts[owner] = 0;
            }
        }

        for (var i = 0; i < channels.Length; i++) await channels[i].Writer.WriteAsync(new ArraySegment<string>(batches[i], 0, counts[i]));
    }

    private static int Split(string line, string[] words)
    {
        var count = 0;
        var reader = new WordReader(line);
        while (reader.TryRead(out var word)) words[count++] = WordReader.Lower(word);
        return count;
    }

    // cheaper than a hash of the whole word, and even enough for a few owners
    private static int OwnerOf(string word, int owners) =>
        Sums.OwnerOf(word[0] * 31 + word[^1] * 7 + word[word.Length / 2] + word.Length, owners);

    private static IEnumerable<KeyValuePair<string, long>> CountSlices(TextInput input, int splitters, int counters, int batchSize)
    {
        var pool = new ConcurrentQueue<WordBatch>();
        return Run<WordBatch, SliceTable>(
            splitters, counters, batchSize,
            (splitter, channels) => SplitSlicesAsync(input, input.RangeOf(splitter, splitters), channels, () => Rent(pool, batchSize)),
            async reader =>
            {
                var table = new SliceTable();
                while (await reader.WaitToReadAsync())
                {
                    while (reader.TryRead(out var batch))
                    {
                        batch.CountInto(table);
                        batch.Clear();
                        pool.Enqueue(batch);
                    }
                }

                return table;
            }).SelectMany(table => table.Entries());
    }

    private static WordBatch Rent(ConcurrentQueue<WordBatch> pool, int batchSize) =>
        pool.TryDequeue(out var batch) ? batch : new WordBatch(batchSize);

    private static async Task SplitSlicesAsync(
        TextInput input, (int Start, int End) lines, Channel<WordBatch>[] channels, Func<WordBatch> rent)
    {
        var batches = channels.Select(_ => rent()).ToArray();
        var lower = new byte[64 * 1024];
        for (var line = lines.Start; line < lines.End; line++)
        {
            var offset = 0;
            while (true)
            {
                var full = SplitSlices(input.Utf8Line(line), ref offset, lower, batches);
                if (full < 0) break;

                if (!channels[full].Writer.TryWrite(batches[full])) await channels[full].Writer.WriteAsync(batches[full]);
                batches[full] = rent();
            }
        }

        for (var i = 0; i < channels.Length; i++) await channels[i].Writer.WriteAsync(batches[i]);
    }

    /// <summary>Goes on in the line until a batch is full and returns its number; -1 at the end of the line.</summary>
    private static int SplitSlices(ReadOnlySpan<byte> line, ref int offset, byte[] lower, WordBatch[] batches)
    {
        var words = new Utf8WordReader(line[offset..]);
        while (words.TryRead(out var word))
        {
            var hash = Utf8WordReader.Lower(word, lower);
            var owner = Sums.OwnerOf(hash, batches.Length);
            batches[owner].Add(lower.AsSpan(0, word.Length), hash);
            if (!batches[owner].IsFull) continue;

            offset = line.Length - words.Remaining;
            return owner;
        }

        return -1;
    }

    private static TResult[] Run<TBatch, TResult>(
        int splitters, int counters, int batchSize, Func<int, Channel<TBatch>[], Task> split,
        Func<ChannelReader<TBatch>, Task<TResult>> count)
    {
        var options = new BoundedChannelOptions(Math.Max(4, WordsInFlight / batchSize)) { SingleReader = true };
        var channels = Enumerable.Range(0, counters).Select(_ => Channel.CreateBounded<TBatch>(options)).ToArray();
        var counting = channels.Select(c => Task.Run(() => c.GuardAsync(count))).ToArray();
        var splitting = Enumerable.Range(0, splitters).Select(s => Task.Run(() => split(s, channels))).ToArray();

        Task.WhenAll(splitting).GetAwaiter().GetResult();
        foreach (var channel in channels) channel.Writer.Complete();
        return Task.WhenAll(counting).GetAwaiter().GetResult();
    }
}
