using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace LambdaSpeed.Codecs;

/// <summary>Strings as UTF-8, or as UTF-16 where UTF-8 cannot hold a lone surrogate: every string comes back as it was.</summary>
/// <remarks>Head: 0 is null, else 1 + 2 × bytes + form, as a varint; form 0 is UTF-8, form 1 little-endian UTF-16 code units.</remarks>
internal sealed class StringCodec : IOrderedCodec<string>
{
    public static readonly StringCodec Instance = new();

    private const int ShortLength = 20; // in UTF-8 at most 60 bytes, so that the head is one byte

    public string Schema => "string";

    public bool IsKey => true;

    public bool IsOrdered => true;

    public void Write(IBufferWriter<byte> destination, string value)
    {
        if (value is null)
        {
            Varint.Write(destination, 0);
        }
        else if (!(value.Length <= ShortLength ? TryWriteShort(destination, value) : TryWriteUtf8(destination, value)))
        {
            WriteUtf16(destination, value);
        }
    }

    public string Read(ref ReadOnlySpan<byte> source)
    {
        var head = Varint.Read(ref source, Schema);
        if (head == 0) return null!;

        var isUtf16 = ((head - 1) & 1) == 1;
        var count = (head - 1) >> 1;
        if (count > (ulong)source.Length) throw CodecException.Truncated(Schema, count, source.Length);

        var bytes = source[..(int)count];
        var value = isUtf16 ? FromUtf16(bytes) : FromUtf8(bytes);
        source = source[(int)count..];
        return value;
    }

    public ulong Hash(string value) => StableHash.Of(value);

    public void WriteOrdered(IBufferWriter<byte> destination, string value) => OrderedText.Write(destination, value);

    public string ReadOrdered(ref ReadOnlySpan<byte> source) => OrderedText.Read(ref source, Schema);

    private static bool TryWriteShort(IBufferWriter<byte> destination, string value)
    {
        var span = destination.GetSpan(1 + (3 * ShortLength));
        if (Utf8.FromUtf16(value, span[1..], out _, out var count, replaceInvalidSequences: false) != OperationStatus.Done) return false;

        span[0] = (byte)(1 + (2 * count));
        destination.Advance(1 + count);
        return true;
    }

    private static bool TryWriteUtf8(IBufferWriter<byte> destination, string value)
    {
        if (!IsWellFormed(value)) return false;

        var count = Encoding.UTF8.GetByteCount(value);
        Varint.Write(destination, 1 + (2 * (ulong)count));
        Encoding.UTF8.GetBytes(value, destination.GetSpan(count));
        destination.Advance(count);
        return true;
    }

    private static void WriteUtf16(IBufferWriter<byte> destination, string value)
    {
        var count = sizeof(char) * value.Length;
        Varint.Write(destination, 2 + (2 * (ulong)count));
        var span = destination.GetSpan(count);
        for (var i = 0; i < value.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(span[(2 * i)..], value[i]);
        destination.Advance(count);
    }

    private static bool IsWellFormed(string value)
    {
        var rest = value.AsSpan();
        for (var at = rest.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = rest.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (at + 1 >= rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1])) return false;
            rest = rest[(at + 2)..];
        }

        return true;
    }

    private string FromUtf8(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes)) throw CodecException.Malformed(Schema, "well-formed UTF-8", bytes.Length);
        return Encoding.UTF8.GetString(bytes);
    }

    private string FromUtf16(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(char) != 0) throw CodecException.Malformed(Schema, "an even number of UTF-16 bytes", bytes.Length);

        return string.Create(bytes.Length / sizeof(char), bytes, static (units, from) =>
        {
            for (var i = 0; i < units.Length; i++) units[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(from[(2 * i)..]);
        });
    }
}
