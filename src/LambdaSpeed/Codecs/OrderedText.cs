using System.Buffers;
using System.Text;

namespace LambdaSpeed.Codecs;

/// <summary>Strings in a form whose bytes sort as the strings do by code unit.</summary>
/// <remarks>Null is the byte 0, any other string a 1, its code units and a 0. A code unit is written as UTF-8 writes the character of its
/// number, a surrogate like any other in three bytes; U+0000 is 1 1 and U+0001 is 1 2, so that nothing within a text is a 0.</remarks>
internal static class OrderedText
{
    private const byte End = 0;
    private const byte Escape = 1;
    private const int LongestUnit = 3;
    private const string Expected = "a text in its ordered form";

    public static void Write(IBufferWriter<byte> destination, string? value)
    {
        if (value is null)
        {
            destination.GetSpan(1)[0] = End;
            destination.Advance(1);
            return;
        }
        WriteStart(destination, value);
        destination.GetSpan(1)[0] = End;
        destination.Advance(1);
    }

    /// <summary>Writes how every text begins that begins with this one.</summary>
    public static void WriteStart(IBufferWriter<byte> destination, ReadOnlySpan<char> text)
    {
        var span = destination.GetSpan(1 + checked(LongestUnit * text.Length));
        span[0] = 1;
        var plain = text.IndexOfAnyInRange('\0', '\u0001') < 0
            && Ascii.FromUtf16(text, span[1..], out var count) == OperationStatus.Done ? count : -1;
        destination.Advance(1 + (plain >= 0 ? plain : WriteUnits(text, span[1..])));
    }

    public static string Read(ref ReadOnlySpan<byte> source, string schema)
    {
        if (source.Length == 0) throw CodecException.Truncated(schema, 1, 0);
        if (source[0] == End)
        {
            source = source[1..];
            return null!;
        }
        if (source[0] != 1) throw CodecException.Malformed(schema, Expected, source.Length);

        var length = source[1..].IndexOf(End);
        if (length < 0) throw CodecException.Truncated(schema, (ulong)source.Length + 1, source.Length);
        var bytes = source.Slice(1, length);
        source = source[(length + 2)..];
        return Ascii.IsValid(bytes) && !bytes.Contains(Escape) ? Encoding.ASCII.GetString(bytes) : ReadUnits(bytes, schema);
    }

    private static int WriteUnits(ReadOnlySpan<char> text, Span<byte> span)
    {
        var at = 0;
        foreach (var unit in text)
        {
            if (unit <= 1)
            {
                span[at++] = Escape;
                span[at++] = (byte)(unit + 1);
            }
            else if (unit < 0x80)
            {
                span[at++] = (byte)unit;
            }
            else if (unit < 0x800)
            {
                span[at++] = (byte)(0xC0 | (unit >> 6));
                span[at++] = (byte)(0x80 | (unit & 0x3F));
            }
            else
            {
                span[at++] = (byte)(0xE0 | (unit >> 12));
                span[at++] = (byte)(0x80 | ((unit >> 6) & 0x3F));
                span[at++] = (byte)(0x80 | (unit & 0x3F));
            }
        }
        return at;
    }

    private static string ReadUnits(ReadOnlySpan<byte> bytes, string schema)
    {
        var rented = ArrayPool<char>.Shared.Rent(bytes.Length);
        try
        {
            var count = 0;
            while (bytes.Length > 0) rented[count++] = ReadUnit(ref bytes, schema);
            return new string(rented, 0, count);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Reads one code unit in the one form in which it is written.</summary>
    private static char ReadUnit(ref ReadOnlySpan<byte> bytes, string schema)
    {
        var first = bytes[0];
        var length = first == Escape ? 2 : first < 0x80 ? 1 : first < 0xE0 ? 2 : LongestUnit;
        if (bytes.Length < length) throw CodecException.Malformed(schema, Expected, bytes.Length);

        var unit = length == 1 ? first
            : first == Escape ? bytes[1] - 1
            : length == 2 ? ((first & 0x1F) << 6) | (bytes[1] & 0x3F)
            : ((first & 0xF) << 12) | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F);
        Span<byte> written = stackalloc byte[LongestUnit];
        var value = unchecked((char)unit);
        var isWritten = unit >= 0 && WriteUnits(new ReadOnlySpan<char>(in value), written) == length
            && bytes[..length].SequenceEqual(written[..length]);
        if (!isWritten) throw CodecException.Malformed(schema, Expected, bytes.Length);

        bytes = bytes[length..];
        return value;
    }
}
