using System.Buffers;

namespace LambdaSpeed.Codecs;

/// <summary>Unsigned numbers in groups of seven bits, the lowest group first; all bytes but the last have the high bit set.</summary>
internal static class Varint
{
    private const int MaximumSize = 10;

    public static void Write(IBufferWriter<byte> destination, ulong value)
    {
        var bytes = destination.GetSpan(MaximumSize);
        var count = 0;
        for (; value >= 0x80; value >>= 7) bytes[count++] = (byte)(value | 0x80);

        bytes[count++] = (byte)value;
        destination.Advance(count);
    }

    /// <summary>Consumes a number in its one shortest form.</summary>
    public static ulong Read(ref ReadOnlySpan<byte> source, string schema)
    {
        var value = 0UL;
        for (var i = 0; i < MaximumSize; i++)
        {
            if (i == source.Length) throw CodecException.Truncated(schema, (ulong)i + 1, source.Length);

            var group = source[i];
            value |= (ulong)(group & 0x7F) << (7 * i);
            if (group >= 0x80) continue;
            if ((group == 0 && i > 0) || (i == MaximumSize - 1 && group > 1)) break;

            source = source[(i + 1)..];
            return value;
        }

        throw CodecException.Malformed(schema, "a length as the shortest varint of at most 64 bits", source.Length);
    }
}
