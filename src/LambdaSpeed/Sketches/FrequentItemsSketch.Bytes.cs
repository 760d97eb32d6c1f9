using System.Diagnostics.CodeAnalysis;
using LambdaSpeed.Sketches.Frequent;
using LambdaSpeed.Sketches.Items;

namespace LambdaSpeed.Sketches;

/// <content>The bytes of a sketch: version 1 of family 10 of Apache DataSketches. Where all counters have been used up, its libraries write
/// an empty sketch, which forgets weight and error; here these are written with a list of no items, which they read.</content>
public sealed partial class FrequentItemsSketch<TItem>
{
    private const string Kind = "frequent items sketch";
    private const int ShortHead = 8;
    private const int Head = 32;
    private const int Version = 1;
    private const int EmptyFlags = 5;          // one bit of Java's, one of C++'s
    private const int LogSizeMadeBlindly = 14; // a table of that size is made on the word of the head alone
    private const int SlotsPerItem = 16;       // a larger one only for so many items
    private const int LongestProbe = 1024;     // that of DataSketches, whose tables refuse an item that stands farther from its place

    private int[]? _slotsAsRead; // the order in which items were read, until the next is added

    /// <inheritdoc/>
    public int ByteCount
    {
        get
        {
            if (TotalWeight == 0) return ShortHead;

            var size = Head + (sizeof(long) * _table.Count);
            for (var i = 0; i < _table.SlotCount; i++) size += _table.IsUsed(i) ? _format.SizeOf(_table.ItemAt(i)) : 0;
            return size;
        }
    }

    /// <inheritdoc/>
    public int Write(Span<byte> destination)
    {
        var writer = new SketchWriter(destination, ByteCount);
        var isEmpty = TotalWeight == 0;
        writer.Byte((isEmpty ? ShortHead : Head) / sizeof(long));
        writer.Byte(Version);
        writer.Byte(SketchFamily.FrequentItems);
        writer.Byte(MaxTableLogSize);
        writer.Byte(_table.LogSize);
        writer.Byte(isEmpty ? EmptyFlags : 0);
        writer.UInt16(0);
        if (isEmpty) return writer.Count;

        writer.Int32(_table.Count);
        writer.Int32(0);
        writer.Int64(TotalWeight);
        writer.Int64(MaxError);
        foreach (var slot in SlotsInOrder()) writer.Int64(_table.CountAt(slot));
        foreach (var slot in SlotsInOrder()) _format.Write(ref writer, _table.ItemAt(slot));
        return writer.Count;
    }

    /// <summary>Reads a sketch from the front of bytes; what follows it is ignored. One with items that were chosen to collide is refused,
    /// as DataSketches refuses to make it.</summary>
    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1000", Justification = "ISketch wants it; it is called by the type parameter.")]
    public static FrequentItemsSketch<TItem> Read(ReadOnlySpan<byte> source) => Read(source, ItemFormats.For<TItem>(), LongestProbe);

    /// <summary>As <see cref="Read(ReadOnlySpan{byte})"/>, with items of another format; without a bound on probes, what a checkpoint
    /// holds comes back whoever chose the items.</summary>
    internal static FrequentItemsSketch<TItem> Read(
        ReadOnlySpan<byte> source, ItemFormat<TItem> format, int longestProbe = int.MaxValue)
    {
        var reader = new SketchReader(Kind, source);
        var head = sizeof(long) * (reader.Byte() & 0x3F);
        reader.Require(reader.Byte() == Version && reader.Byte() == SketchFamily.FrequentItems, "version 1 of family 10");
        var (maxLogSize, logSize) = (reader.Byte(), reader.Byte());
        var isEmpty = (reader.Byte() & EmptyFlags) != 0;
        reader.UInt16();
        var isSizeKnown = maxLogSize is >= MinLogSize and <= MaxLogSize && logSize >= MinLogSize && logSize <= maxLogSize;
        reader.Require(isSizeKnown && head == (isEmpty ? ShortHead : Head), "a table of 2^3 to 2^26 and a preamble that fits");
        if (isEmpty) return new(maxLogSize, format);

        var count = reader.Int32();
        reader.Int32();
        var (weight, error) = (reader.Int64(), reader.Int64());
        reader.Require(count >= 0 && count <= FrequentTable<TItem>.CapacityOf(logSize), "as many items as its table has room for");
        reader.Require(weight > 0 && error >= 0 && error <= weight, "a positive weight, and an error within it");
        reader.CountOf(count, sizeof(long) + format.LeastSize);

        var counts = reader.Int64s(count);
        var sketch = new FrequentItemsSketch<TItem>(maxLogSize, format, TableSizeFor(count, logSize));
        sketch.Take(ref reader, counts, weight == long.MaxValue ? null : weight - error, longestProbe);
        sketch.TotalWeight = weight;
        sketch.MaxError = error;
        return sketch;
    }

    /// <summary>The size of the table as it was, unless that takes much room for few items: then it grows again when there are
    /// more.</summary>
    private static int TableSizeFor(int count, int logSize)
    {
        if (logSize <= LogSizeMadeBlindly || 1 << logSize <= SlotsPerItem * count) return logSize;

        var least = LogSizeMadeBlindly;
        while (FrequentTable<TItem>.CapacityOf(least) < count) least++;
        return least;
    }

    /// <summary>Takes in the items, whose counts are of what is left of the weight without the error; null when that is more than can be
    /// said.</summary>
    private void Take(ref SketchReader reader, long[] counts, long? rest, int longestProbe)
    {
        var slots = new int[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            var item = _format.Read(ref reader);
            var isWithin = counts[i] > 0 && !(counts[i] > rest) && _format.Accepts(ref item);
            reader.Require(isWithin, "items, and positive counts that do not exceed its weight");
            slots[i] = _table.Add(item, counts[i]);
            reader.Require(_table.ProbesTo(slots[i]) <= longestProbe, $"items at most {longestProbe} slots from their places");
            rest -= counts[i];
        }

        reader.Require(_table.Count == counts.Length, "distinct items");
        _slotsAsRead = slots;
    }

    private IEnumerable<int> SlotsInOrder() => _slotsAsRead ?? Enumerable.Range(0, _table.SlotCount).Where(_table.IsUsed);
}
