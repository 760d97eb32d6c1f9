using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace LambdaSpeed.Sketches.Hashing;

/// <summary>The hash of an item, as Apache DataSketches defines it, so that equal items meet whoever added them.</summary>
/// <remarks>Integers of any width are eight little-endian bytes, doubles the bits of their canonical form, strings UTF-8.</remarks>
internal static class SketchHash
{
    /// <summary>The seed of DataSketches where a sketch has none of its own.</summary>
    public const ulong DefaultSeed = 9001;

    private const int StackBytes = 512; // longer strings are encoded into a rented array

    /// <summary>Receives the bytes of an item.</summary>
    public delegate TResult BytesFunction<TState, TResult>(ReadOnlySpan<byte> bytes, TState state)
        where TState : allows ref struct;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Hash128 Of(long item, ulong seed) => Murmur3.Of(item, seed);

    public static Hash128 Of(ReadOnlySpan<byte> item, ulong seed) => Murmur3.Of(item, seed);

    public static Hash128 Of(ReadOnlySpan<char> item, ulong seed) => WithUtf8(item, seed, static (bytes, seed) => Murmur3.Of(bytes, seed));

    /// <summary>The bits that stand for a double: one zero, one NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long BitsOf(double item) =>
        item == 0 ? 0 : double.IsNaN(item) ? 0x7FF8000000000000 : BitConverter.DoubleToInt64Bits(item);

    /// <summary>The two bytes by which a sketch says with which seed it hashes.</summary>
    public static ushort SeedHash(ulong seed) => (ushort)Murmur3.Of((long)seed, 0).First;

    /// <summary>Hands the UTF-8 bytes of a text on, without an allocation.</summary>
    public static TResult WithUtf8<TState, TResult>(ReadOnlySpan<char> text, TState state, BytesFunction<TState, TResult> use)
        where TState : allows ref struct
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= StackBytes)
        {
            Span<byte> bytes = stackalloc byte[StackBytes];
            return use(bytes[..Encoding.UTF8.GetBytes(text, bytes)], state);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return use(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)), state);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
