using System.Numerics;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.BatchViews;

/// <summary>An entry in a block: the length of the key as a varint, the key, and up to the end of the entry the accumulator.</summary>
internal static class EntryBytes
{
    private const int LongestLength = 3;

    /// <summary>Bytes of a key at most.</summary>
    public const int LongestKey = 1 << 16;

    public static int LengthOf(int keyLength, int valueLength) => SizeOf(keyLength) + keyLength + valueLength;

    public static void Write(Span<byte> destination, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var at = 0;
        var length = (uint)key.Length;
        for (; length >= 0x80; length >>= 7) destination[at++] = (byte)(length | 0x80);
        destination[at++] = (byte)length;
        key.CopyTo(destination[at..]);
        value.CopyTo(destination[(at + key.Length)..]);
    }

    /// <summary>Takes an entry apart; false when it is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        var (length, at) = (0, 0);
        for (; at < LongestLength && at < entry.Length; at++)
        {
            length |= (entry[at] & 0x7F) << (7 * at);
            if (entry[at] < 0x80) break;
        }
        at++;
        if (at > LongestLength || length > entry.Length - at)
        {
            key = value = default;
            return false;
        }
        key = entry.Slice(at, length);
        value = entry[(at + length)..];
        return true;
    }

    private static int SizeOf(int keyLength) => (BitOperations.Log2((uint)keyLength | 1) / 7) + 1;
}
