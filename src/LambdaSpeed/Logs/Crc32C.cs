using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LambdaSpeed.Logs;

/// <summary>The checksum CRC-32C (Castagnoli), by the processor's own instruction where it has one.</summary>
/// <remarks>The instruction takes eight bytes a cycle but answers only after three cycles, so long inputs go through it in three lanes
/// at a time. Joining the lanes needs the effect of a lane's length of zeros on a checksum, which is linear and stands in a
/// table.</remarks>
internal static class Crc32C
{
    private const int LaneBytes = 1024;

    // entry [256 * k + b]: what LaneBytes zeros make of a checksum that is b shifted left by 8 * k
    private static readonly uint[] LaneOfZeros = MakeTable();

    /// <summary>The checksum of <paramref name="bytes"/>, continuing that of what came before; 0 at the beginning.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var at = 0;
        for (; bytes.Length - at >= 3 * LaneBytes; at += 3 * LaneBytes) crc = ThreeLanes(crc, ref Unsafe.Add(ref start, at));
        for (; bytes.Length - at >= 8; at += 8) crc = BitOperations.Crc32C(crc, Word(ref start, at));
        for (; at < bytes.Length; at++) crc = BitOperations.Crc32C(crc, Unsafe.Add(ref start, at));
        return ~crc;
    }

    private static uint ThreeLanes(uint crc, ref byte start)
    {
        uint second = 0, third = 0;
        for (var at = 0; at < LaneBytes; at += 8)
        {
            crc = BitOperations.Crc32C(crc, Word(ref start, at));
            second = BitOperations.Crc32C(second, Word(ref start, LaneBytes + at));
            third = BitOperations.Crc32C(third, Word(ref start, (2 * LaneBytes) + at));
        }
        return SkipLane(SkipLane(crc) ^ second) ^ third;
    }

    private static uint SkipLane(uint crc)
    {
        var table = LaneOfZeros;
        return table[crc & 0xFF] ^ table[256 + ((crc >> 8) & 0xFF)] ^ table[512 + ((crc >> 16) & 0xFF)] ^ table[768 + (crc >> 24)];
    }

    // Reads without a bounds check: the callers stay within the span's length.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start, int offset)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    private static uint[] MakeTable()
    {
        var table = new uint[4 * 256];
        for (var bit = 0; bit < 32; bit++)
        {
            var crc = 1U << bit;
            for (var at = 0; at < LaneBytes; at += 8) crc = BitOperations.Crc32C(crc, 0UL);

            // linear: an entry is the sum of those of its bits
            var block = bit / 8 * 256;
            var step = 1 << (bit % 8);
            for (var low = 0; low < step; low++) table[block + step + low] = table[block + low] ^ crc;
        }
        return table;
    }
}
