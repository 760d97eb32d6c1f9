using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LambdaSpeed.Storage;

/// <summary>The checksum of what is kept on a disk: CRC-32C (Castagnoli), as in iSCSI, ext4 and Kafka.</summary>
/// <remarks>The platform's own instruction where there is one. It takes three cycles but a new one can begin in each, so long input is
/// walked at three places at once and the three sums are joined by tables.</remarks>
internal static class Crc32C
{
    private const uint Polynomial = 0x82F63B78; // reflected
    private const int Lane = 1024;              // bytes of one of the three places, a multiple of 8

    // For each byte of a sum and each of its values: the sum after Lane zero bytes.
    private static readonly uint[] AfterLane = TablesAfter(Lane);

    /// <summary>The checksum of these bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of all bytes so far and these: <c>Append(Of(a), b)</c> is that of a and b in one piece.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a start that reads much should not wait until this is warm
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var sum = ~checksum;
        ref var at = ref MemoryMarshal.GetReference(bytes);
        var left = bytes.Length;
        for (; left >= 3 * Lane; left -= 3 * Lane)
        {
            sum = AppendLanes(sum, ref at);
            at = ref Unsafe.Add(ref at, 3 * Lane);
        }
        for (; left >= sizeof(ulong); left -= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, Word(ref at, 0));
            at = ref Unsafe.Add(ref at, sizeof(ulong));
        }
        for (; left > 0; left--)
        {
            sum = BitOperations.Crc32C(sum, at);
            at = ref Unsafe.Add(ref at, 1);
        }
        return ~sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint AppendLanes(uint first, ref byte start)
    {
        uint second = 0, third = 0;
        for (var i = 0; i < Lane; i += sizeof(ulong))
        {
            first = BitOperations.Crc32C(first, Word(ref start, i));
            second = BitOperations.Crc32C(second, Word(ref start, Lane + i));
            third = BitOperations.Crc32C(third, Word(ref start, (2 * Lane) + i));
        }
        return Shift(Shift(first) ^ second) ^ third;
    }

    private static uint Shift(uint sum)
    {
        var tables = AfterLane;
        return tables[sum & 0xFF] ^ tables[256 + ((sum >> 8) & 0xFF)] ^ tables[512 + ((sum >> 16) & 0xFF)] ^ tables[768 + (sum >> 24)];
    }

    // Reads without a bounds check: the callers stay within the span's length.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start, int offset)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    /// <summary>Shifting is linear: what becomes of one bit is what becomes of that bit in every sum.</summary>
    private static uint[] TablesAfter(int zeroBytes)
    {
        Span<uint> ofBit = stackalloc uint[32];
        for (var bit = 0; bit < 32; bit++)
        {
            var sum = 1u << bit;
            for (var i = 0; i < 8 * zeroBytes; i++) sum = (sum >> 1) ^ ((sum & 1) == 0 ? 0 : Polynomial);
            ofBit[bit] = sum;
        }

        var tables = new uint[4 * 256];
        for (var i = 0; i < tables.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                if ((i & (1 << bit)) != 0) tables[i] ^= ofBit[(8 * (i >> 8)) + bit];
            }
        }
        return tables;
    }
}
