using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Sketches.Hashing;

/// <summary>MurmurHash3, the variant for 64-bit machines with 128 bits (Austin Appleby, public domain).</summary>
internal static class Murmur3
{
    private const ulong C1 = 0x87C37B91114253D5;
    private const ulong C2 = 0x4CF5AD432745937F;

    /// <summary>Hashes the eight little-endian bytes of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Hash128 Of(long value, ulong seed) => Finish(seed ^ MixFirst((ulong)value), seed, sizeof(long));

    /// <summary>The first half of <see cref="Of(long, ulong)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FirstOf(long value, ulong seed)
    {
        var first = seed ^ MixFirst((ulong)value) ^ sizeof(long);
        var second = seed ^ sizeof(long);
        first += second;
        return Avalanche(first) + Avalanche(second + first);
    }

    /// <summary>Hashes bytes.</summary>
    public static Hash128 Of(ReadOnlySpan<byte> bytes, ulong seed)
    {
        ulong first = seed, second = seed;
        var rest = bytes;
        for (; rest.Length >= 16; rest = rest[16..])
        {
            first ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            first = (BitOperations.RotateLeft(first, 27) + second) * 5 + 0x52DCE729;
            second ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
            second = (BitOperations.RotateLeft(second, 31) + first) * 5 + 0x38495AB5;
        }

        if (rest.Length > 8) second ^= MixSecond(Tail(rest[8..]));
        if (rest.Length > 0) first ^= MixFirst(Tail(rest));
        return Finish(first, second, bytes.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Hash128 Finish(ulong first, ulong second, int length)
    {
        first ^= (ulong)length;
        second ^= (ulong)length;
        first += second;
        second += first;
        first = Avalanche(first);
        second = Avalanche(second);
        first += second;
        second += first;
        return new(first, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MixFirst(ulong word) => BitOperations.RotateLeft(word * C1, 31) * C2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MixSecond(ulong word) => BitOperations.RotateLeft(word * C2, 33) * C1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Avalanche(ulong word)
    {
        word ^= word >> 33;
        word *= 0xFF51AFD7ED558CCD;
        word ^= word >> 33;
        word *= 0xC4CEB9FE1A85EC53;
        return word ^ (word >> 33);
    }

    /// <summary>Up to eight bytes as a number.</summary>
    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 8) return BinaryPrimitives.ReadUInt64LittleEndian(bytes);

        var word = 0UL;
        for (var i = bytes.Length - 1; i >= 0; i--) word = (word << 8) | bytes[i];
        return word;
    }
}
