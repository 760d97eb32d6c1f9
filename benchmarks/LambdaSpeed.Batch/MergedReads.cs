using System.Globalization;

namespace LambdaSpeed.Batch;

/// <summary>A merged read of one batch view and two slices in memory, against a dictionary of the sums.</summary>
internal static class MergedReads
{
    public static string Run(int keys, int count, int rounds)
    {
        var random = new SplitMix64(1);
        var all = new long[keys];
        for (var i = 0; i < keys; i++) all[i] = (long)random.Next();

        var sliced = new SlicedView();
        var cut = sliced.AddSlice([]);
        sliced.AddSlice(all.Where((_, i) => i % 10 == 0));
        sliced.AddOpen(all.Where((_, i) => i % 20 == 0));
        var view = sliced.Merged;
        view.PublishAsync(BatchView.InMemory("batch", sliced.Schema, cut, all.Select(key => KeyValuePair.Create(key, 1L)))).GetAwaiter().GetResult();
        var sums = view.All().ToDictionary();
        var expected = Sum(count, all, key => sums[key]);

        var reads = new Reads(count, rounds);
        reads.Add("Dictionary", expected, n => Sum(n, all, sums));
        reads.Add("MergedView", expected, n => Sum(n, all, view));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"## In memory: {keys:N0} keys in the batch view, a tenth in one slice, a twentieth in another\n\n{reads.Run()}");
    }

    private static long Sum(int count, long[] keys, Func<long, long> read)
    {
        var random = new SplitMix64(2);
        var sum = 0L;
        for (var i = 0; i < count; i++) sum += read(keys[random.Next() % (ulong)keys.Length]);
        return sum;
    }

    private static long Sum(int count, long[] keys, Dictionary<long, long> sums)
    {
        var random = new SplitMix64(2);
        var sum = 0L;
        for (var i = 0; i < count; i++)
        {
            if (sums.TryGetValue(keys[random.Next() % (ulong)keys.Length], out var value)) sum += value;
        }
        return sum;
    }

    private static long Sum(int count, long[] keys, MergedView<long, long, long> view)
    {
        var random = new SplitMix64(2);
        var sum = 0L;
        for (var i = 0; i < count; i++)
        {
            if (view.TryGet(keys[random.Next() % (ulong)keys.Length], out var value)) sum += value;
        }
        return sum;
    }
}
