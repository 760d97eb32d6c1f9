using System.Numerics;
using LambdaSpeed.Sketches.Hashing;

namespace LambdaSpeed.Sketches;

/// <content>The bytes of a compact sketch: family 3 of Apache DataSketches.</content>
public sealed partial class CompactThetaSketch
{
    private const string Kind = "compact theta sketch";
    private const int PlainVersion = 3;
    private const int CompressedVersion = 4;
    private const int ReadOnlyFlag = 2;
    private const int EmptyFlag = 4;
    private const int CompactFlag = 8;
    private const int OrderedFlag = 16;
    private const int SingleFlag = 32;

    /// <summary>How many bytes <see cref="Write"/> takes.</summary>
    public int ByteCount => (HeadLongs + _hashes.Length) * sizeof(long);

    /// <summary>Whether the flag of a single item is written; the two libraries differ in it.</summary>
    private bool IsFlaggedSingle { get; init; }

    private int HeadLongs => IsEstimating ? 3 : IsEmpty || _hashes.Length == 1 ? 1 : 2;

    private bool IsCompressible => IsOrdered && _hashes.Length > 0 && (_hashes.Length > 1 || IsEstimating);

    /// <summary>Writes the sketch, in version 3.</summary>
    /// <param name="destination">Where the bytes go: at least <see cref="ByteCount"/>.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public int Write(Span<byte> destination)
    {
        var writer = new SketchWriter(destination, ByteCount);
        writer.Byte(HeadLongs);
        writer.Byte(PlainVersion);
        writer.Byte(SketchFamily.CompactTheta);
        writer.UInt16(0);
        var isSingle = IsFlaggedSingle && !IsEstimating && _hashes.Length == 1;
        writer.Byte(
            CompactFlag | ReadOnlyFlag | (IsEmpty ? EmptyFlag : 0) | (IsOrdered ? OrderedFlag : 0) | (isSingle ? SingleFlag : 0));
        writer.UInt16(SeedHash);
        if (HeadLongs > 1)
        {
            writer.Int32(_hashes.Length);
            writer.Int32(0);
        }

        if (HeadLongs > 2) writer.Int64(ThetaBound);
        writer.Int64s(_hashes);
        return writer.Count;
    }

    /// <summary>Writes the sketch into an array of its own, in version 3.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[ByteCount];
        Write(bytes);
        return bytes;
    }

    /// <summary>Writes the sketch in version 4, which keeps the gaps between the hashes and is a fifth shorter; where that form does not
    /// exist (empty, one item, not ordered), in version 3.</summary>
    public byte[] ToCompressedBytes()
    {
        if (!IsCompressible) return ToBytes();

        long previous = 0, all = 0;
        foreach (var hash in _hashes)
        {
            all |= hash - previous;
            previous = hash;
        }

        var width = 64 - BitOperations.LeadingZeroCount((ulong)all);
        var countBytes = (32 - BitOperations.LeadingZeroCount((uint)_hashes.Length) + 7) / 8;
        var packed = (int)((((long)width * _hashes.Length) + 7) / 8);
        var headLongs = IsEstimating ? 2 : 1;
        var bytes = new byte[(headLongs * sizeof(long)) + countBytes + packed];
        var writer = new SketchWriter(bytes, bytes.Length);
        writer.Byte(headLongs);
        writer.Byte(CompressedVersion);
        writer.Byte(SketchFamily.CompactTheta);
        writer.Byte(width);
        writer.Byte(countBytes);
        writer.Byte(CompactFlag | ReadOnlyFlag | OrderedFlag);
        writer.UInt16(SeedHash);
        if (IsEstimating) writer.Int64(ThetaBound);
        for (var i = 0; i < countBytes; i++) writer.Byte(_hashes.Length >> (8 * i));

        var bits = default(HighBits);
        var gaps = writer.Next(packed);
        previous = 0;
        foreach (var hash in _hashes)
        {
            bits.Put(gaps, (ulong)(hash - previous), width);
            previous = hash;
        }

        return bytes;
    }

    /// <summary>Reads a sketch of any version from the front of bytes; what follows it is ignored.</summary>
    /// <param name="source">The bytes, of any origin.</param>
    /// <returns>The sketch.</returns>
    /// <exception cref="SketchFormatException">The bytes are truncated, corrupt or of another kind.</exception>
    public static CompactThetaSketch Read(ReadOnlySpan<byte> source)
    {
        var reader = new SketchReader(Kind, source);
        var headLongs = reader.Byte() & 0x3F;
        var version = reader.Byte();
        reader.Require(reader.Byte() == SketchFamily.CompactTheta, $"family {SketchFamily.CompactTheta}");
        return version switch
        {
            1 => ReadFirst(ref reader),
            2 or PlainVersion => ReadPlain(ref reader, headLongs, version),
            CompressedVersion => ReadCompressed(ref reader, headLongs),
            _ => throw SketchFormatException.Malformed(Kind, "a version from 1 to 4"),
        };
    }

    /// <summary>Version 1 has no flags and no seed: three longs, then the hashes.</summary>
    private static CompactThetaSketch ReadFirst(ref SketchReader reader)
    {
        reader.Take(5);
        var count = reader.Int32();
        reader.Take(4);
        var theta = reader.Int64();
        var seedHash = SketchHash.SeedHash(SketchHash.DefaultSeed);
        var isEmpty = count == 0 && theta == long.MaxValue;
        return Checked(ref reader, reader.Int64s(count), theta, isEmpty, isOrdered: true, seedHash, 0);
    }

    private static CompactThetaSketch ReadPlain(ref SketchReader reader, int headLongs, int version)
    {
        reader.Take(2);
        var flags = reader.Byte();
        var seedHash = reader.UInt16();
        reader.Require(headLongs is >= 1 and <= 3, "a preamble of up to 3 longs");
        var isEmpty = (flags & EmptyFlag) != 0 || (version == 2 && headLongs == 1);
        if (isEmpty) return new([], long.MaxValue, isEmpty: true, isOrdered: true, seedHash);

        var count = 1;
        if (headLongs > 1)
        {
            count = reader.Int32();
            reader.Take(4);
        }

        var theta = headLongs > 2 ? reader.Int64() : long.MaxValue;
        isEmpty = version == 2 && count == 0 && theta == long.MaxValue;
        var isOrdered = version == 2 || (flags & OrderedFlag) != 0;
        return Checked(ref reader, reader.Int64s(count), theta, isEmpty, isOrdered, seedHash, flags);
    }

    private static CompactThetaSketch ReadCompressed(ref SketchReader reader, int headLongs)
    {
        var width = reader.Byte();
        var countBytes = reader.Byte();
        var flags = reader.Byte();
        var seedHash = reader.UInt16();
        reader.Require(headLongs is 1 or 2 && width is >= 1 and <= 63 && countBytes is >= 1 and <= 4, "gaps of 1 to 63 bits");
        var theta = headLongs == 2 ? reader.Int64() : long.MaxValue;
        var count = 0L;
        for (var i = 0; i < countBytes; i++) count |= (long)reader.Byte() << (8 * i);

        var gaps = reader.Take((int)Math.Min(((count * width) + 7) / 8, int.MaxValue));
        var bits = default(HighBits);
        var hashes = new long[count];
        var previous = 0L;
        for (var i = 0; i < hashes.Length; i++)
        {
            previous += (long)bits.Take(gaps, width);
            hashes[i] = previous;
        }

        return Checked(ref reader, hashes, theta, isEmpty: false, isOrdered: true, seedHash, flags);
    }

    private static CompactThetaSketch Checked(
        ref SketchReader reader, long[] hashes, long theta, bool isEmpty, bool isOrdered, ushort seedHash, int flags)
    {
        reader.Require(theta > 0, "a positive theta");
        for (var i = 0; i < hashes.Length; i++)
        {
            var isInPlace = !isOrdered || i == 0 || hashes[i - 1] < hashes[i];
            reader.Require(hashes[i] > 0 && hashes[i] < theta && isInPlace, "distinct hashes below theta, in the order it says");
        }

        if (!isOrdered) reader.Require(hashes.Distinct().Count() == hashes.Length, "distinct hashes");
        return new(hashes, theta, isEmpty, isOrdered, seedHash) { IsFlaggedSingle = (flags & SingleFlag) != 0 };
    }
}
