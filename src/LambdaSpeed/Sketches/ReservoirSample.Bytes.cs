using System.Diagnostics.CodeAnalysis;
using LambdaSpeed.Sketches.Items;

namespace LambdaSpeed.Sketches;

/// <content>The bytes of a sample: version 2 of family 11 of Apache DataSketches; a union of them (family 12) is read, too.</content>
public sealed partial class ReservoirSample<TItem>
{
    private const string Kind = "reservoir sample";
    private const int ShortHead = 8;
    private const int Head = 16;
    private const int Version = 2;
    private const int EmptyFlag = 4;
    private const int GrowthFactor = 3 << 6; // the Java library's own: eightfold

    /// <inheritdoc/>
    public int ByteCount
    {
        get
        {
            if (Count == 0) return ShortHead;

            var size = Head;
            foreach (var item in Items) size += _format.SizeOf(item);
            return size;
        }
    }

    /// <inheritdoc/>
    public int Write(Span<byte> destination)
    {
        var writer = new SketchWriter(destination, ByteCount);
        writer.Byte(((Count == 0 ? ShortHead : Head) / sizeof(long)) | GrowthFactor);
        writer.Byte(Version);
        writer.Byte(SketchFamily.Reservoir);
        writer.Byte(Count == 0 ? EmptyFlag : 0);
        writer.Int32(Size);
        if (Count == 0) return writer.Count;

        writer.Int64(Count);
        foreach (var item in Items) _format.Write(ref writer, item);
        return writer.Count;
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1000", Justification = "ISketch wants it; it is called by the type parameter.")]
    public static ReservoirSample<TItem> Read(ReadOnlySpan<byte> source) => Read(source, ItemFormats.For<TItem>());

    internal static ReservoirSample<TItem> Read(ReadOnlySpan<byte> source, ItemFormat<TItem> format, bool isInUnion = false)
    {
        var reader = new SketchReader(Kind, source);
        var head = sizeof(long) * (reader.Byte() & 0x3F);
        reader.Require(reader.Byte() == Version, $"version {Version}");
        var family = reader.Byte();
        var isEmpty = (reader.Byte() & EmptyFlag) != 0;
        var size = reader.Int32();
        reader.Require(size is >= 2 and <= MaxSize, "a size of 2 to 2^24");
        if (family == SketchFamily.ReservoirUnion)
        {
            reader.Require(head == ShortHead && !isInUnion, "a preamble of one long in a union");
            return isEmpty ? new(size, 0, format) : Read(reader.Take(reader.Remaining), format, isInUnion: true);
        }

        reader.Require(family == SketchFamily.Reservoir && head == (isEmpty ? ShortHead : Head), "family 11 and a preamble that fits");
        var sample = new ReservoirSample<TItem>(size, 0, format);
        if (isEmpty) return sample;

        var count = reader.Int64();
        reader.Require(count is > 0 and < 1L << 48, "1 to 2^48 items");
        sample._items = new TItem[reader.CountOf(Math.Min(count, size), format.LeastSize)];
        foreach (ref var item in sample._items.AsSpan())
        {
            item = format.Read(ref reader);
            reader.Require(format.Accepts(ref item), "items that are numbers");
        }

        sample.Count = count;
        sample._chance = (ulong)count;
        return sample;
    }
}
