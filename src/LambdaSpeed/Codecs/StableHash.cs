using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LambdaSpeed;

/// <summary>The 64-bit hash of keys: the same in every process, on every machine, in every version.</summary>
/// <remarks>
/// Both ends are well mixed: the high bits choose the key group, the low ones the slot in a table. It has no secret: it spreads keys,
/// and does not protect from an adversary who chooses them. The definition with golden values is in <c>docs/formats/stable-hash.md</c>.
/// </remarks>
public static class StableHash
{
    // The first 64 fractional bits of the square roots of 2, 3, 5 and 7.
    private const ulong Root2 = 0x6A09E667F3BCC908;
    private const ulong Root3 = 0xBB67AE8584CAA73B;
    private const ulong Root5 = 0x3C6EF372FE94F82B;
    private const ulong Root7 = 0xA54FF53A5F1D36F1;

    /// <summary>The hash of null, of any type.</summary>
    public const ulong OfNull = Root2;

    /// <summary>Hashes a number; smaller integers are widened first, so that equal numbers of any width hash alike.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The hash.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(long value) => Fold(Fold(unchecked((ulong)value) ^ Root2, Root3) ^ Root5, Root7);

    /// <summary>Hashes bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The hash.</returns>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 16) return OfLong(bytes);

        ref var start = ref MemoryMarshal.GetReference(bytes);
        ulong first, last;
        if (bytes.Length >= 8)
        {
            first = Word(ref start, 0);
            last = Word(ref start, bytes.Length - 8);
        }
        else if (bytes.Length >= 4)
        {
            first = HalfWord(ref start, 0);
            last = HalfWord(ref start, bytes.Length - 4);
        }
        else if (bytes.Length > 0)
        {
            first = bytes[0] | ((ulong)bytes[bytes.Length >> 1] << 8);
            last = bytes[^1];
        }
        else
        {
            first = last = 0;
        }

        return Finish(first, last, Root5, bytes.Length);
    }

    /// <summary>Hashes a string by its UTF-16 code units, ordinally.</summary>
    /// <param name="text">The string, or null.</param>
    /// <returns>The hash.</returns>
    public static ulong Of(string? text) => text is null ? OfNull : Of(text.AsSpan());

    /// <summary>Hashes characters: the hash of their UTF-16 code units as little-endian bytes.</summary>
    /// <param name="text">The characters.</param>
    /// <returns>The hash.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<char> text) =>
        BitConverter.IsLittleEndian ? Of(MemoryMarshal.AsBytes(text)) : OfSwapped(text);

    /// <summary>Joins two hashes into one; the order matters.</summary>
    /// <param name="first">The hash of what comes first.</param>
    /// <param name="second">The hash of what follows.</param>
    /// <returns>The hash of both.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong first, ulong second)
    {
        var high = Math.BigMul(first ^ Root3, second ^ Root7, out var low);
        return Fold(low ^ Root2, high ^ Root5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finish(ulong first, ulong last, ulong state, int length)
    {
        var high = Math.BigMul(first ^ Root3, last ^ state, out var low);
        return Fold(low ^ Root7 ^ (ulong)length, high ^ Root2);
    }

    private static ulong OfLong(ReadOnlySpan<byte> bytes)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        ulong even = Root5, odd = Root7;
        var at = 0;
        for (; bytes.Length - at > 32; at += 32)
        {
            even = Fold(Word(ref start, at) ^ Root3, Word(ref start, at + 8) ^ even);
            odd = Fold(Word(ref start, at + 16) ^ Root2, Word(ref start, at + 24) ^ odd);
        }

        if (bytes.Length - at > 16) even = Fold(Word(ref start, at) ^ Root3, Word(ref start, at + 8) ^ even);

        var state = even ^ BitOperations.RotateLeft(odd, 32);
        return Finish(Word(ref start, bytes.Length - 16), Word(ref start, bytes.Length - 8), state, bytes.Length);
    }

    // Reads without a bounds check: the callers stay within the span's length.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start, int offset)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HalfWord(ref byte start, int offset)
    {
        var word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, offset));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    private static ulong OfSwapped(ReadOnlySpan<char> text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(text.Length * sizeof(char));
        var units = rented.AsSpan(0, text.Length * sizeof(char));
        for (var i = 0; i < text.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(units[(2 * i)..], text[i]);

        var hash = Of(units);
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }
}
