using LambdaSpeed.BatchViews;
using LambdaSpeed.Tests.Storage;
using LambdaSpeed.Views;
using Xunit;

namespace LambdaSpeed.Tests.BatchViews;

/// <summary>A view in a file, mapped or read, and one in memory hold what a sorted dictionary of the same rows holds.</summary>
public sealed class BatchViewOracleTests
{
    private const int Seeds = 20;

    [Fact]
    public void Oracle_OfTexts() => Check(random => RandomText(random), ordered: true);

    [Fact]
    public void Oracle_OfNumbers() => Check(random => random.NextInt64(-4000, 4000), ordered: true);

    [Fact]
    public void Oracle_OfWideNumbers() => Check(random => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64), ordered: true);

    [Fact]
    public void Oracle_OfPairs() => Check(random => (RandomText(random), random.NextInt64(-3, 3)), ordered: true);

    [Fact]
    public void Oracle_OfTriples() => Check(random => (random.Next(-2, 2), RandomText(random), random.Next(2) == 0), ordered: true);

    [Fact]
    public void Oracle_OfDecimals_WhichHaveNoOrder() =>
        Check(random => new decimal(random.Next(300), 0, 0, random.Next(2) == 0, (byte)random.Next(3)), ordered: false);

    [Fact]
    public void Oracle_OfDoubles_WhichHaveNoOrder() =>
        Check(random => random.Next(5) == 0 ? -0.0 : random.Next(5) == 0 ? 0.0 : random.Next(400) / 4.0, ordered: false);

    [Fact]
    public void Prefix_OfTexts_FindsThoseThatBeginSo()
    {
        var rows = Rows(11, 3000, random => RandomText(random));
        using var view = Memory(BatchRoom.Counts<string>(), rows);
        foreach (var prefix in new[] { "", "a", "ab", "\uD83D", "\u0001", "\0", "zz", "é" })
        {
            var expected = rows.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
            Assert.Equal(expected, view.Scan(KeyRange.StartingWith(prefix)).Select(pair => pair.Key));
        }
    }

    [Fact]
    public void Prefix_OfTuples_FindsThoseOfAFirstItem()
    {
        var pairs = Rows(12, 2000, random => (RandomText(random), random.NextInt64(-3, 3)));
        using var view = Memory(BatchRoom.Counts<(string, long)>(), pairs);
        foreach (var first in pairs.Keys.Select(key => key.Item1).Distinct().Take(50).Append("none"))
        {
            var expected = pairs.Keys.Where(key => key.Item1 == first).Order();
            Assert.Equal(expected, view.Scan(KeyRange.StartingWith<string, long>(first)).Select(pair => pair.Key));
        }

        var triples = Rows(13, 2000, random => (random.Next(-2, 2), RandomText(random), random.Next(2) == 0));
        using var other = Memory(BatchRoom.Counts<(int, string, bool)>(), triples);
        foreach (var first in new[] { -2, -1, 0, 1, 2 })
        {
            var found = other.Scan(KeyRange.StartingWith<int, string, bool>(first)).Select(pair => pair.Key).ToList();
            Assert.Equal(triples.Keys.Where(key => key.Item1 == first).ToHashSet(), found.ToHashSet());
        }
    }

    private static void Check<TKey>(Func<Random, TKey> next, bool ordered)
        where TKey : notnull
    {
        var schema = BatchRoom.Counts<TKey>();
        Assert.Equal(ordered, schema.IsOrdered);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var added = Enumerable.Range(0, random.Next(3) == 0 ? random.Next(4) : random.Next(4000))
                .Select(_ => (Key: next(random), Count: (long)random.Next(1, 9))).ToList();
            if (ordered && random.Next(3) == 0) added.Sort((left, right) => KeyOrder<TKey>.For("", null).Compare(left.Key, right.Key));
            var expected = Fold(added);
            var disk = new SimulatedDisk(seed);
            BatchRoom.Write(disk.Open(), schema, added, sortBytes: random.Next(2) == 0 ? 2000 : 1 << 20);

            using var read = BatchRoom.Open(disk.Open(), schema);
            using var mapped = new BatchViewFile<TKey, long>(new ByteArrayBytes(disk.Peek(BatchRoom.Name)), schema);
            using var memory = BatchView.InMemory("memory", schema, BatchRoom.CutAt(7), added.Select(row => KeyValuePair.Create(row.Key, row.Count)));
            foreach (var view in new[] { read, mapped, memory }) CheckView(view, expected, next, random, ordered, seed);
            Assert.Single(disk.Open().List(), name => !name.EndsWith(".lock", StringComparison.Ordinal));
        }
    }

    private static void CheckView<TKey>(
        IBatchView<TKey, long> view, Dictionary<TKey, long> expected, Func<Random, TKey> next, Random random, bool ordered, int seed)
        where TKey : notnull
    {
        Assert.Equal(expected.Count, view.Count);
        foreach (var (key, count) in expected) Assert.True(view.TryGet(key, out var found) && found == count, $"seed {seed}: {key}");
        for (var i = 0; i < 200; i++)
        {
            var key = next(random);
            Assert.Equal(expected.TryGetValue(key, out var count), view.TryGet(key, out var found));
            Assert.Equal(count, found);
        }
        Assert.Equal(expected.Take(9).ToDictionary(), view.GetMany(expected.Keys.Take(9).Append(next(random)).Append(next(random))
            .Where(key => expected.Keys.Take(9).Contains(key) || !expected.ContainsKey(key))));
        if (!ordered)
        {
            Assert.Equal(expected, view.All().ToDictionary());
            return;
        }

        var order = KeyOrder<TKey>.For("", null);
        var sorted = new SortedDictionary<TKey, long>(expected, order);
        Assert.Equal(sorted, view.All());
        for (var i = 0; i < 10; i++)
        {
            var (from, to) = (next(random), next(random));
            Assert.Equal(
                sorted.Where(pair => order.Compare(pair.Key, from) >= 0 && order.Compare(pair.Key, to) < 0), view.Scan(KeyRange.Between(from, to)));
            Assert.Equal(sorted.Where(pair => order.Compare(pair.Key, from) >= 0), view.Scan(KeyRange.From(from)));
            Assert.Equal(sorted.Where(pair => order.Compare(pair.Key, to) < 0), view.Scan(KeyRange.Before(to)));
        }
    }

    private static IBatchView<TKey, long> Memory<TKey>(BatchViewSchema<TKey, long> schema, Dictionary<TKey, long> rows)
        where TKey : notnull
    {
        var disk = new SimulatedDisk();
        BatchRoom.Write(disk.Open(), schema, rows.Select(pair => (pair.Key, pair.Value)));
        return BatchRoom.Open(disk.Open(), schema);
    }

    private static Dictionary<TKey, long> Rows<TKey>(int seed, int count, Func<Random, TKey> next)
        where TKey : notnull
    {
        var random = new Random(seed);
        return Fold(Enumerable.Range(0, count).Select(_ => (next(random), 1L)));
    }

    private static Dictionary<TKey, long> Fold<TKey>(IEnumerable<(TKey Key, long Count)> rows)
        where TKey : notnull
    {
        var fold = new Dictionary<TKey, long>();
        foreach (var (key, count) in rows) fold[key] = fold.GetValueOrDefault(key) + count;
        return fold;
    }

    private static string RandomText(Random random)
    {
        const string units = "\0\u0001\u0002abz~é\u0800\uD83D\uDE00\uFFFF";
        return string.Create(random.Next(random.Next(9) == 0 ? 60 : 5), random, static (text, chance) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = units[chance.Next(units.Length)];
        });
    }
}
