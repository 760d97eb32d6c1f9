using System.Runtime.CompilerServices;

namespace LambdaSpeed.Logs;

/// <summary>Unsigned numbers in groups of seven bits, the lowest first, in memory that is there already.</summary>
internal static class VarintSpan
{
    /// <summary>The most bytes a number of 64 bits takes.</summary>
    public const int MaxBytes = 10;

    /// <summary>Writes at <paramref name="at"/>, where there must be room, and moves it behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Span<byte> destination, ref int at, ulong value)
    {
        for (; value >= 0x80; value >>= 7) destination[at++] = (byte)(value | 0x80);
        destination[at++] = (byte)value;
    }

    /// <summary>Reads at <paramref name="at"/> and moves it behind; false when the bytes end before the number does, or it has more
    /// than 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> source, scoped ref int at, out ulong value)
    {
        if ((uint)at < (uint)source.Length && source[at] < 0x80)
        {
            value = source[at++];
            return true;
        }
        if ((uint)at + 1 < (uint)source.Length && source[at + 1] < 0x80)
        {
            value = (source[at] & 0x7FU) | ((uint)source[at + 1] << 7);
            at += 2;
            return true;
        }
        return TryReadLong(source, ref at, out value);
    }

    /// <summary>Signed numbers so that those near zero stay short.</summary>
    public static ulong FoldSign(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnfoldSign(ulong folded) => (long)(folded >> 1) ^ -(long)(folded & 1);

    public static int SizeOf(ulong value)
    {
        var size = 1;
        for (; value >= 0x80; value >>= 7) size++;
        return size;
    }

    private static bool TryReadLong(ReadOnlySpan<byte> source, scoped ref int at, out ulong value)
    {
        value = 0;
        for (var group = 0; group < MaxBytes && (uint)at < (uint)source.Length; group++)
        {
            var bits = source[at++];
            if (group == MaxBytes - 1 && bits > 1) return false;

            value |= (ulong)(bits & 0x7F) << (7 * group);
            if (bits < 0x80) return true;
        }
        return false;
    }
}
