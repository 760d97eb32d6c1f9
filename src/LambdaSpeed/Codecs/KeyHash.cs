using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs.Fixed;

namespace LambdaSpeed.Codecs;

/// <summary>The 32-bit hash under which the engine routes and stores a key.</summary>
/// <remarks>Keys of the platform's own value types skip the codec when it is the built-in one: the JIT leaves one branch of <c>Short</c>
/// per type. Loops over tuples ask <see cref="IsBuiltIn"/> once, and then take the one or the other <see cref="IKeyHash{TKey}"/>.</remarks>
internal static class KeyHash
{
    /// <summary>The hash of a key: never 0, which marks an empty slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of<TKey>(TKey key, ICodec<TKey> codec) => IsBuiltIn(codec) ? OfBuiltIn(key) : Narrow(codec.Hash(key));

    /// <summary>Is this the codec whose hash <see cref="OfBuiltIn"/> makes without it? One of the user's own for the same type is
    /// not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBuiltIn<TKey>(ICodec<TKey> codec) => BuiltIn<TKey>() is { } builtIn && ReferenceEquals(codec, builtIn);

    /// <summary>The hash of a key whose codec <see cref="IsBuiltIn"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint OfBuiltIn<TKey>(TKey key) => Narrow(Short(key));

    /// <summary>Folds 64 bits to 32, mapping 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Narrow(ulong hash)
    {
        var narrow = (uint)(hash ^ (hash >> 32));
        return narrow == 0 ? 1 : narrow;
    }

    /// <summary>What a key selector that returns null fails with, in whatever grouping.</summary>
    public static InvalidOperationException NullKey() => new(
        "The key selector returned null. Keys cannot be null: filter such tuples out before the grouping, or give them a key of their " +
        "own.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Short<TKey>(TKey key)
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
        throw new InvalidOperationException($"keys of {typeof(TKey)} have no hash without their codec");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static object? BuiltIn<TKey>()
    {
        if (typeof(TKey) == typeof(long)) return FixedCodec<long, Int64Format>.Instance;
        if (typeof(TKey) == typeof(ulong)) return FixedCodec<ulong, UInt64Format>.Instance;
        if (typeof(TKey) == typeof(int)) return FixedCodec<int, Int32Format>.Instance;
        if (typeof(TKey) == typeof(uint)) return FixedCodec<uint, UInt32Format>.Instance;
        if (typeof(TKey) == typeof(short)) return FixedCodec<short, Int16Format>.Instance;
        if (typeof(TKey) == typeof(ushort)) return FixedCodec<ushort, UInt16Format>.Instance;
        if (typeof(TKey) == typeof(char)) return FixedCodec<char, CharFormat>.Instance;
        if (typeof(TKey) == typeof(byte)) return FixedCodec<byte, ByteFormat>.Instance;
        if (typeof(TKey) == typeof(sbyte)) return FixedCodec<sbyte, SByteFormat>.Instance;
        if (typeof(TKey) == typeof(bool)) return FixedCodec<bool, BooleanFormat>.Instance;
        if (typeof(TKey) == typeof(double)) return FixedCodec<double, DoubleFormat>.Instance;
        if (typeof(TKey) == typeof(Guid)) return FixedCodec<Guid, GuidFormat>.Instance;
        if (typeof(TKey) == typeof(DateTime)) return FixedCodec<DateTime, DateTimeFormat>.Instance;
        if (typeof(TKey) == typeof(DateOnly)) return FixedCodec<DateOnly, DateOnlyFormat>.Instance;
        return null;
    }
}
