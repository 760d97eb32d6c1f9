using System.Globalization;

namespace LambdaSpeed.Batch;

/// <summary>Random reads of a batch view in a file, and how long writing it takes.</summary>
internal static class FileReads
{
    public static string Run(string directory, int keys, int count, int rounds)
    {
        var schema = BatchViewSchema.For(Codec.Int64, (Aggregates<int> a) => a.Count());
        var (sorted, shuffled) = (Path.Combine(directory, "sorted"), Path.Combine(directory, "shuffled"));
        var sortedSeconds = Write(sorted, schema, keys, step: 1);
        var shuffledSeconds = Write(shuffled, schema, keys, step: 7_368_787); // a prime: every key once, in no order
        var megabytes = new FileInfo(sorted).Length / 1e6;
        if (new FileInfo(shuffled).Length != new FileInfo(sorted).Length) throw new CheckFailedException("the two files differ in length.");

        using var mapped = BatchView.Open(sorted, schema);
        using var read = BatchView.Open(sorted, schema, new() { IsMapped = false });
        if (mapped.All().Sum(pair => pair.Value) != Values(keys)) throw new CheckFailedException("the scan's sum is wrong."); // and the file is warm
        var expected = Sum(count, keys, key => ValueOf(key));

        var hits = new Reads(count, rounds);
        hits.Add("mapped, key there", expected, n => Sum(n, keys, key => mapped.TryGet(key, out var value) ? value : 0));
        hits.Add("mapped, key not there", 0, n => Sum(n, keys, key => mapped.TryGet(key + 1, out var value) ? value : 0));
        hits.Add("by reading calls, key there", expected, n => Sum(n, keys, key => read.TryGet(key, out var value) ? value : 0));
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## In a file: {keys:N0} keys of 8 bytes, accumulators of 8 bytes, {megabytes:F0} MB

            {hits.Run()}
            Written in {sortedSeconds:F1} s when keys come sorted ({keys / sortedSeconds / 1e6:F2} M keys/s), in {shuffledSeconds:F1} s when they come in no order ({keys / shuffledSeconds / 1e6:F2} M keys/s); synced and published.
            """);
    }

    private static double Write(string path, BatchViewSchema<long, long> schema, int keys, long step)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var writer = BatchView.Create(path, schema, new Cut(new(1), []));
        for (var i = 0L; i < keys; i++)
        {
            var key = i * step % keys * 2;
            writer.Add(key, ValueOf(key));
        }
        writer.Complete();
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static long ValueOf(long key) => (key * 31) % 1009;

    private static long Values(int keys)
    {
        var sum = 0L;
        for (var i = 0L; i < keys; i++) sum += ValueOf(2 * i);
        return sum;
    }

    private static long Sum(int count, int keys, Func<long, long> read)
    {
        var random = new SplitMix64(3);
        var sum = 0L;
        for (var i = 0; i < count; i++) sum += read((long)(random.Next() % (ulong)keys) * 2);
        return sum;
    }
}
