using System.Buffers.Binary;

namespace LambdaSpeed.Sketches;

/// <summary>Takes little-endian numbers from the front of bytes that may be anything.</summary>
internal ref struct SketchReader(string kind, ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source; // what has not been taken yet

    /// <summary>How many bytes have not been taken yet.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>What has not been taken yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>Takes bytes as they are.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length) throw SketchFormatException.Truncated(kind, count, _rest.Length);

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>A count of elements that what remains can hold, so that an array for them may be made.</summary>
    public readonly int CountOf(long count, int elementSize)
    {
        if (count < 0) throw SketchFormatException.Malformed(kind, "counts that are not negative");
        if (count * elementSize > _rest.Length || count > int.MaxValue)
        {
            throw SketchFormatException.Truncated(kind, count * elementSize, _rest.Length);
        }

        return (int)count;
    }

    public int[] Int32s(int count)
    {
        var values = new int[CountOf(count, sizeof(int))];
        for (var i = 0; i < values.Length; i++) values[i] = Int32();
        return values;
    }

    public long[] Int64s(int count)
    {
        var values = new long[CountOf(count, sizeof(long))];
        for (var i = 0; i < values.Length; i++) values[i] = Int64();
        return values;
    }

    /// <summary>Says what holds in every sketch of the kind; throws when it does not hold here.</summary>
    public readonly void Require(bool holds, string expected)
    {
        if (!holds) throw SketchFormatException.Malformed(kind, expected);
    }
}
