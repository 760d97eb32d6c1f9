using LambdaSpeed.BatchViews;
using LambdaSpeed.Storage;
using LambdaSpeed.Tests.Storage;

namespace LambdaSpeed.Tests.BatchViews;

/// <summary>Verbs for tests of batch views: schemas, cuts, and files on a simulated disk.</summary>
internal static class BatchRoom
{
    public const string Name = "hits.batch";

    public static BatchViewSchema<TKey, long> Counts<TKey>()
        where TKey : notnull => BatchViewSchema.For(Codec.For<TKey>(), (Aggregates<int> a) => a.Count());

    public static Cut CutAt(long position) => new(new(position), [new("hits", "log", [new(0, position)])]);

    /// <summary>Writes a view in the order in which the rows come.</summary>
    public static void Write<TKey>(
        IStorage storage, BatchViewSchema<TKey, long> schema, IEnumerable<(TKey, long)> rows, long sortBytes = 1 << 20, string name = Name, Cut? cut = null)
        where TKey : notnull
    {
        using var writer = new BatchViewWriter<TKey, long>(storage, name, schema, cut ?? CutAt(7), new() { SortBytes = sortBytes });
        foreach (var (key, count) in rows) writer.Add(key, count);
        writer.Complete();
    }

    public static IBatchView<TKey, long> Open<TKey>(IStorage storage, BatchViewSchema<TKey, long> schema, string name = Name)
        where TKey : notnull => new BatchViewFile<TKey, long>(new ReadBytes(storage.OpenRead(name)), schema);

    /// <summary>The bytes of a view that was written to a disk of its own.</summary>
    public static byte[] Bytes<TKey>(BatchViewSchema<TKey, long> schema, IEnumerable<(TKey, long)> rows, Cut? cut = null)
        where TKey : notnull
    {
        var disk = new SimulatedDisk();
        Write(disk.Open(), schema, rows, cut: cut);
        return disk.Peek(Name);
    }
}
