using System.Buffers.Binary;

namespace LambdaSpeed.Codecs.Fixed;

/// <summary>The 96-bit integer in three little-endian words, low word first; then scale (bits 16 to 23) and sign (bit 31).</summary>
/// <remarks>The scale is kept (1.0 stays 1.0), but the hash is of the number without its trailing zeros, since 1.0 equals 1.00.</remarks>
internal readonly struct DecimalFormat : IFixedFormat<decimal>
{
    private const int MaximumScale = 28;

    public static string Schema => "decimal";

    public static int Size => 16;

    public static string Expected => "a decimal with a scale up to 28 and no stray flag";

    public static void Put(Span<byte> destination, decimal value)
    {
        Span<int> words = stackalloc int[4];
        decimal.GetBits(value, words);
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(destination[(4 * i)..], words[i]);
    }

    public static bool TryTake(ReadOnlySpan<byte> source, out decimal value)
    {
        Span<int> words = stackalloc int[4];
        for (var i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadInt32LittleEndian(source[(4 * i)..]);

        var isValid = (words[3] & 0x7F00FFFF) == 0 && ((words[3] >> 16) & 0xFF) <= MaximumScale;
        value = isValid ? new decimal(words) : default;
        return isValid;
    }

    public static ulong Hash(decimal value)
    {
        Span<int> words = stackalloc int[4];
        decimal.GetBits(value, words);
        var digits = new UInt128((uint)words[2], ((ulong)(uint)words[1] << 32) | (uint)words[0]);
        if (digits == 0) return StableHash.Of(0L);

        var scale = (words[3] >> 16) & 0xFF;
        while (scale > 0 && TryDropZero(ref digits)) scale--;

        var sign = words[3] < 0 ? 1L : 0L;
        var low = StableHash.Of(unchecked((long)digits));
        var rest = StableHash.Of(unchecked((long)(digits >> 64) | ((long)scale << 32) | (sign << 40)));
        return StableHash.Combine(low, rest);
    }

    private static bool TryDropZero(ref UInt128 digits)
    {
        if ((digits & 1) != 0) return false;

        var (tenth, digit) = UInt128.DivRem(digits, 10);
        if (digit != 0) return false;

        digits = tenth;
        return true;
    }
}
