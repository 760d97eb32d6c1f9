using System.Runtime.CompilerServices;
using LambdaSpeed.Sketches.Hashing;

namespace LambdaSpeed.Aggregation.Approximate;

/// <summary>What a sketch is given for an item: the number itself, the text itself, or the stable hash of anything else.</summary>
/// <remarks>Numbers and texts are given as they are so that they meet the same numbers and texts in sketches that other systems made. The
/// JIT leaves one branch for each type.</remarks>
internal static class SketchItem<TItem>
{
    /// <summary>Whether items are texts.</summary>
    public static bool IsText => typeof(TItem) == typeof(string);

    private static bool IsNumber =>
        typeof(TItem) == typeof(long) || typeof(TItem) == typeof(ulong) || typeof(TItem) == typeof(int) || typeof(TItem) == typeof(uint)
        || typeof(TItem) == typeof(short) || typeof(TItem) == typeof(ushort)
        || typeof(TItem) == typeof(byte) || typeof(TItem) == typeof(sbyte)
        || typeof(TItem) == typeof(double) || typeof(TItem) == typeof(float);

    /// <summary>The codec that hashes the items, null where none is needed; throws when there is none.</summary>
    public static ICodec<TItem>? RequireCodec()
    {
        if (IsText || IsNumber) return null;

        var codec = Codec.For<TItem>();
        return codec.IsKey ? codec : throw CodecException.NotAKey(codec.Schema);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<char> TextOf(TItem item) => Unsafe.As<TItem, string?>(ref item).AsSpan();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long NumberOf(TItem item, ICodec<TItem>? codec)
    {
        if (typeof(TItem) == typeof(long)) return Unsafe.As<TItem, long>(ref item);
        if (typeof(TItem) == typeof(ulong)) return Unsafe.As<TItem, long>(ref item);
        if (typeof(TItem) == typeof(int)) return Unsafe.As<TItem, int>(ref item);
        if (typeof(TItem) == typeof(uint)) return Unsafe.As<TItem, uint>(ref item);
        if (typeof(TItem) == typeof(short)) return Unsafe.As<TItem, short>(ref item);
        if (typeof(TItem) == typeof(ushort)) return Unsafe.As<TItem, ushort>(ref item);
        if (typeof(TItem) == typeof(byte)) return Unsafe.As<TItem, byte>(ref item);
        if (typeof(TItem) == typeof(sbyte)) return Unsafe.As<TItem, sbyte>(ref item);
        if (typeof(TItem) == typeof(double)) return SketchHash.BitsOf(Unsafe.As<TItem, double>(ref item));
        if (typeof(TItem) == typeof(float)) return SketchHash.BitsOf(Unsafe.As<TItem, float>(ref item));
        return (long)codec!.Hash(item);
    }
}
