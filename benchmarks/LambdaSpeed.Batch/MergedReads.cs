using System.Globalization;
using LambdaSpeed.BatchViews;
using LambdaSpeed.Lambda;
using LambdaSpeed.State;

namespace LambdaSpeed.Batch;

/// <summary>A merged read of one batch view and two slices in memory, against a dictionary of the sums.</summary>
internal static class MergedReads
{
    public static string Run(int keys, int count, int rounds)
    {
        var schema = BatchViewSchema.For(Codec.Int64, (Aggregates<int> a) => a.Count());
        var random = new SplitMix64(1);
        var all = new long[keys];
        for (var i = 0; i < keys; i++) all[i] = (long)random.Next();
        var cut = new Cut(new(1), [new("hits", null, [new(0, 1)])]);
        var middle = new Cut(new(2), [new("hits", null, [new(0, 2)])]);

        var first = Slice(schema, cut, middle, all, every: 10);
        var second = Slice(schema, middle, null, all, every: 20);
        var view = new MergedView<long, long, long>("hits", schema, new EpochPublication(), [first, second], new());
        view.Publish(BatchView.InMemory("batch", schema, cut, all.Select(key => KeyValuePair.Create(key, 1L))));
        var sums = view.All().ToDictionary();
        var expected = Sum(count, all, key => sums[key]);

        var reads = new Reads(count, rounds);
        reads.Add("Dictionary", expected, n => Sum(n, all, sums));
        reads.Add("MergedView", expected, n => Sum(n, all, view));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"## In memory: {keys:N0} keys in the batch view, a tenth in one slice, a twentieth in another\n\n{reads.Run()}");
    }

    private static FrozenSlice<long, long> Slice(BatchViewSchema<long, long> schema, Cut start, Cut? end, long[] keys, int every)
    {
        var content = keys.Where((_, i) => i % every == 0).ToDictionary(key => key, _ => 1L);
        return new(start, end, new FrozenTable<long, long>(schema.Keys, content));
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
