using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs.Fixed;

namespace LambdaSpeed.Codecs;

/// <summary>The 32-bit hash under which the engine routes and stores a key.</summary>
/// <remarks>Keys of the platform's own value types skip the codec: the JIT leaves one branch of <c>Wide</c> per type.</remarks>
internal static class KeyHash
{
    /// <summary>The hash of a key: never 0, which marks an empty slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of<TKey>(TKey key, ICodec<TKey> codec) => Narrow(Wide(key, codec));

    /// <summary>Folds 64 bits to 32, mapping 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Narrow(ulong hash)
    {
        var narrow = (uint)(hash ^ (hash >> 32));
        return narrow == 0 ? 1 : narrow;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Wide<TKey>(TKey key, ICodec<TKey> codec)
    {
        if (typeof(TKey) == typeof(long)) return StableHash.Of(Unsafe.As<TKey, long>(ref key));
        if (typeof(TKey) == typeof(ulong)) return StableHash.Of(Unsafe.As<TKey, long>(ref key));
        if (typeof(TKey) == typeof(int)) return StableHash.Of((long)Unsafe.As<TKey, int>(ref key));
        if (typeof(TKey) == typeof(uint)) return StableHash.Of((long)Unsafe.As<TKey, uint>(ref key));
        if (typeof(TKey) == typeof(short)) return StableHash.Of((long)Unsafe.As<TKey, short>(ref key));
        if (typeof(TKey) == typeof(ushort)) return StableHash.Of((long)Unsafe.As<TKey, ushort>(ref key));
        if (typeof(TKey) == typeof(char)) return StableHash.Of((long)Unsafe.As<TKey, char>(ref key));
        if (typeof(TKey) == typeof(byte)) return StableHash.Of((long)Unsafe.As<TKey, byte>(ref key));
        if (typeof(TKey) == typeof(sbyte)) return StableHash.Of((long)Unsafe.As<TKey, sbyte>(ref key));
        if (typeof(TKey) == typeof(bool)) return BooleanFormat.Hash(Unsafe.As<TKey, bool>(ref key));
        if (typeof(TKey) == typeof(double)) return FloatHash.Of(Unsafe.As<TKey, double>(ref key));
        if (typeof(TKey) == typeof(Guid)) return GuidFormat.Hash(Unsafe.As<TKey, Guid>(ref key));
        if (typeof(TKey) == typeof(DateTime)) return DateTimeFormat.Hash(Unsafe.As<TKey, DateTime>(ref key));
        if (typeof(TKey) == typeof(DateOnly)) return DateOnlyFormat.Hash(Unsafe.As<TKey, DateOnly>(ref key));
        return codec.Hash(key);
    }
}
