using System.Runtime.CompilerServices;

namespace LambdaSpeed.Logs;

/// <summary>A record as bytes: lengths first, then key, headers and value.</summary>
/// <remarks>The first number holds the value's length and three flags that say which of the others follow, so that a record without
/// key, headers and time of its own costs one or two bytes and one branch.</remarks>
internal static class RecordFormat
{
    private const ulong HasKey = 1;
    private const ulong HasHeaders = 2;
    private const ulong HasTimestamp = 4;
    private const int FlagBits = 3;

    /// <summary>The most bytes that stand before the key.</summary>
    public const int MaxPrefixBytes = 4 * VarintSpan.MaxBytes;

    /// <summary>A value shorter than this has a length of one or two bytes.</summary>
    public const int ShortValueBytes = 1 << (14 - FlagBits);

    public const int ShortPrefixBytes = 2;

    /// <summary>An upper bound of the bytes an entry takes.</summary>
    public static long MaxSizeOf(in LogEntry entry) =>
        MaxPrefixBytes + (long)entry.Key.Length + entry.Value.Length + (entry.Headers.IsEmpty ? 0 : HeadersFormat.SizeOf(entry.Headers));

    /// <summary>Writes a record that is nothing but a short value; there must be room.</summary>
    /// <returns>How many bytes it took.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteShort(Span<byte> destination, ReadOnlySpan<byte> value)
    {
        var head = value.Length << FlagBits;
        if (head < 0x80)
        {
            destination[0] = (byte)head;
            value.CopyTo(destination[1..]);
            return 1 + value.Length;
        }
        destination[0] = (byte)(head | 0x80);
        destination[1] = (byte)(head >> 7);
        value.CopyTo(destination[2..]);
        return 2 + value.Length;
    }

    /// <summary>Writes at <paramref name="at"/>, where there must be room, and moves it behind.</summary>
    public static void Write(Span<byte> destination, ref int at, in LogEntry entry, long timestampDelta)
    {
        var headersLength = entry.Headers.IsEmpty ? 0 : HeadersFormat.SizeOf(entry.Headers);
        var head = (ulong)entry.Value.Length << FlagBits;
        if (!entry.Key.IsEmpty) head |= HasKey;
        if (headersLength > 0) head |= HasHeaders;
        if (timestampDelta != 0) head |= HasTimestamp;

        VarintSpan.Write(destination, ref at, head);
        if (timestampDelta != 0) VarintSpan.Write(destination, ref at, VarintSpan.FoldSign(timestampDelta));
        if (!entry.Key.IsEmpty) VarintSpan.Write(destination, ref at, (ulong)entry.Key.Length);
        if (headersLength > 0) VarintSpan.Write(destination, ref at, (ulong)headersLength);

        if (!entry.Key.IsEmpty)
        {
            entry.Key.CopyTo(destination[at..]);
            at += entry.Key.Length;
        }
        if (headersLength > 0) HeadersFormat.Write(destination, ref at, entry.Headers);
        entry.Value.CopyTo(destination[at..]);
        at += entry.Value.Length;
    }

    /// <summary>Reads at <paramref name="at"/> and moves it behind; false where the bytes are not what <see cref="Write"/>
    /// writes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> source, scoped ref int at, out RecordSlice slice)
    {
        slice = default;
        if (!VarintSpan.TryRead(source, ref at, out var head)) return false;

        if ((head & (HasKey | HasHeaders | HasTimestamp)) != 0) return TryReadRest(source, ref at, head, ref slice);

        var valueLength = head >> FlagBits;
        if (valueLength > (ulong)(source.Length - at)) return false;

        slice.Start = at;
        slice.ValueLength = (int)valueLength;
        at += (int)valueLength;
        return true;
    }

    private static bool TryReadRest(ReadOnlySpan<byte> source, scoped ref int at, ulong head, ref RecordSlice slice)
    {
        ulong timestamp = 0, keyLength = 0, headersLength = 0;
        if ((head & HasTimestamp) != 0 && !VarintSpan.TryRead(source, ref at, out timestamp)) return false;
        if ((head & HasKey) != 0 && !VarintSpan.TryRead(source, ref at, out keyLength)) return false;
        if ((head & HasHeaders) != 0 && !VarintSpan.TryRead(source, ref at, out headersLength)) return false;

        var rest = (ulong)(source.Length - at);
        var valueLength = head >> FlagBits;
        if (keyLength > rest || headersLength > rest || valueLength > rest || keyLength + headersLength + valueLength > rest) return false;

        slice.Start = at;
        slice.KeyLength = (int)keyLength;
        slice.HeadersLength = (int)headersLength;
        slice.ValueLength = (int)valueLength;
        slice.TimestampDelta = VarintSpan.UnfoldSign(timestamp);
        at += (int)(keyLength + headersLength + valueLength);
        return headersLength == 0 || HeadersFormat.IsValid(source.Slice(slice.Start + (int)keyLength, (int)headersLength));
    }
}
