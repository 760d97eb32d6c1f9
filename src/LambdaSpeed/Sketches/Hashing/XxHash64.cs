using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Sketches.Hashing;

/// <summary>XXH64 (Yann Collet), as its specification has it.</summary>
internal static class XxHash64
{
    private const ulong P1 = 0x9E3779B185EBCA87;
    private const ulong P2 = 0xC2B2AE3D27D4EB4F;
    private const ulong P3 = 0x165667B19E3779F9;
    private const ulong P4 = 0x85EBCA77C2B2AE63;
    private const ulong P5 = 0x27D4EB2F165667C5;

    /// <summary>Hashes the eight little-endian bytes of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(long value, ulong seed) => Avalanche(MixWord(seed + P5 + sizeof(long), (ulong)value));

    /// <summary>Hashes bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed)
    {
        var rest = bytes;
        var hash = seed + P5;
        if (rest.Length >= 32)
        {
            ulong a = seed + P1 + P2, b = seed + P2, c = seed, d = seed - P1;
            for (; rest.Length >= 32; rest = rest[32..])
            {
                a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(rest));
                b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
                c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(rest[16..]));
                d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(rest[24..]));
            }

            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
                + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            hash = Join(Join(Join(Join(hash, a), b), c), d);
        }

        hash += (ulong)bytes.Length;
        for (; rest.Length >= 8; rest = rest[8..]) hash = MixWord(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        if (rest.Length >= 4)
        {
            hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * P1), 23) * P2) + P3;
            rest = rest[4..];
        }

        foreach (var octet in rest) hash = BitOperations.RotateLeft(hash ^ (octet * P5), 11) * P1;
        return Avalanche(hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Round(ulong state, ulong word) => BitOperations.RotateLeft(state + (word * P2), 31) * P1;

    private static ulong Join(ulong hash, ulong state) => ((hash ^ Round(0, state)) * P1) + P4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MixWord(ulong hash, ulong word) => (BitOperations.RotateLeft(hash ^ Round(0, word), 27) * P1) + P4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Avalanche(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= P2;
        hash ^= hash >> 29;
        hash *= P3;
        return hash ^ (hash >> 32);
    }
}
