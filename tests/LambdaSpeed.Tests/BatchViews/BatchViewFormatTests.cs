using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.BatchViews;

/// <summary>The bytes are those that were recorded when the format was new, and what was recorded can be read.</summary>
public sealed class BatchViewFormatTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "BatchViews", "Golden", "v1");

    private static readonly List<(string, long)> Texts =
        [.. Enumerable.Range(0, 300).Select(i => ($"/page/{i:D4}", i * 3L)), ("", 1), ("größe", 2), ("\0\u0001", 3), (new string('x', 5000), 4)];

    private static readonly List<(decimal, long)> Decimals = [(1.0m, 1), (1.00m, 2), (2m, 3), (-7.5m, 4)];

    [Fact]
    public void Golden_OfOrderedKeys() => Check("texts", Texts, texts => texts.GroupBy(row => row.Item1).ToDictionary(g => g.Key, g => g.Sum(r => r.Item2)));

    [Fact]
    public void Golden_OfKeysByTheirHash() =>
        Check("decimals", Decimals, rows => rows.GroupBy(row => row.Item1).ToDictionary(g => g.Key, g => g.Sum(r => r.Item2)));

    private static void Check<TKey>(string name, List<(TKey, long)> rows, Func<List<(TKey, long)>, Dictionary<TKey, long>> fold)
        where TKey : notnull
    {
        var schema = BatchRoom.Counts<TKey>();
        var disk = new SimulatedDisk();
        var cut = new Cut(new(42), [new("hits", "log-7", [new(0, 10), new(1, 20)])], DateTimeOffset.UnixEpoch);
        BatchRoom.Write(disk.Open(), schema, rows, cut: cut);
        var written = disk.Peek(BatchRoom.Name);
        var path = Path.Combine(Folder, name);

        Assert.Equal(File.ReadAllBytes(path), written);
        using var view = BatchView.Open(path, schema);
        Assert.Equal(fold(rows), view.All().ToDictionary());
        Assert.Equal(cut, view.Identity.Cut);
    }
}
