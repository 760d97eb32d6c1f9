namespace LambdaSpeed.Sketches;

/// <content>The bytes of a filter: version 1 of family 21 of Apache DataSketches.</content>
public sealed partial class BloomFilter
{
    private const string Kind = "Bloom filter";
    private const int ShortHead = 24;
    private const int Head = 32;
    private const int Version = 1;
    private const int EmptyFlag = 4;
    private const long NotCounted = -1; // what the Java library writes for bits that it has not counted

    private bool _isCountWritten = true; // whether the number of bits set is written; false after reading one without it

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The filter has bits set, and more bytes than an array holds (2 GiB).</exception>
    public int ByteCount => IsAllZero() ? ShortHead : ByteCountOf(LongCount);

    /// <inheritdoc/>
    public int Write(Span<byte> destination)
    {
        var isEmpty = IsAllZero();
        var writer = new SketchWriter(destination, ByteCount);
        writer.Byte((isEmpty ? ShortHead : Head) / sizeof(long));
        writer.Byte(Version);
        writer.Byte(SketchFamily.Bloom);
        writer.Byte(isEmpty ? EmptyFlag : 0);
        writer.UInt16((ushort)HashCount);
        writer.UInt16(0);
        writer.UInt64(_seed);
        writer.Int32(LongCount);
        writer.Int32(0);
        if (isEmpty) return writer.Count;

        writer.Int64(_isCountWritten ? SetBitCount : NotCounted);
        writer.Int64s(_bits);
        return writer.Count;
    }

    /// <inheritdoc/>
    public static BloomFilter Read(ReadOnlySpan<byte> source)
    {
        var reader = new SketchReader(Kind, source);
        var head = sizeof(long) * (reader.Byte() & 0x3F);
        reader.Require(reader.Byte() == Version && reader.Byte() == SketchFamily.Bloom, "version 1 of family 21");
        var isEmpty = (reader.Byte() & EmptyFlag) != 0;
        reader.Require(head == (isEmpty ? ShortHead : Head), "a preamble that fits");
        int hashCount = reader.UInt16();
        reader.UInt16();
        var seed = reader.UInt64();
        var longs = reader.Int32();
        reader.Int32();
        reader.Require(hashCount is >= 1 and <= short.MaxValue && longs is >= 1 and <= (int)(MaxBitCount / 64), "1 to 2^30 longs");
        if (isEmpty) return new([], longs, hashCount, seed);

        var count = reader.Int64();
        var filter = new BloomFilter(reader.Int64s(longs), longs, hashCount, seed) { _isCountWritten = count != NotCounted };
        reader.Require(count == NotCounted || count == filter.SetBitCount, "as many bits set as it says");
        return filter;
    }

    /// <summary>How many bytes a filter of so many longs takes that has bits set.</summary>
    internal static int ByteCountOf(int longs)
    {
        var bytes = Head + (sizeof(long) * (long)longs);
        if (bytes <= Array.MaxLength) return (int)bytes;

        throw new InvalidOperationException(
            $"A Bloom filter of {64L * longs} bits takes {bytes} bytes, and what is written at once has at most {Array.MaxLength}. " +
            "Remedy: make it for fewer items or a higher probability, or keep several filters, each of a part of the items.");
    }

    private bool IsAllZero() => _bits.AsSpan().IndexOfAnyExcept(0) < 0;
}
