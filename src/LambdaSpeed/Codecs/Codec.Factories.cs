using System.Collections.Immutable;
using LambdaSpeed.Codecs;
using LambdaSpeed.Codecs.Collections;
using LambdaSpeed.Codecs.Fixed;
using LambdaSpeed.Codecs.Tuples;

namespace LambdaSpeed;

/// <content>Codecs composed by hand, which needs no code made at run time.</content>
public static partial class Codec
{
    /// <summary>Composes the codec of an enum: that of its underlying integer.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <returns>The codec.</returns>
    public static ICodec<TEnum> Enum<TEnum>()
        where TEnum : struct, System.Enum => Type.GetTypeCode(typeof(TEnum)) switch
    {
        TypeCode.SByte => EnumCodec<TEnum, sbyte, SByteFormat>.Instance,
        TypeCode.Byte => EnumCodec<TEnum, byte, ByteFormat>.Instance,
        TypeCode.Int16 => EnumCodec<TEnum, short, Int16Format>.Instance,
        TypeCode.UInt16 => EnumCodec<TEnum, ushort, UInt16Format>.Instance,
        TypeCode.Int32 => EnumCodec<TEnum, int, Int32Format>.Instance,
        TypeCode.UInt32 => EnumCodec<TEnum, uint, UInt32Format>.Instance,
        TypeCode.Int64 => EnumCodec<TEnum, long, Int64Format>.Instance,
        TypeCode.UInt64 => EnumCodec<TEnum, ulong, UInt64Format>.Instance,
        _ => throw CodecException.Missing(typeof(TEnum)),
    };

    /// <summary>Composes the codec of values that may be absent.</summary>
    /// <typeparam name="T">The values.</typeparam>
    /// <param name="value">The codec of the values.</param>
    /// <returns>The codec.</returns>
    public static ICodec<T?> Nullable<T>(ICodec<T> value)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(value);

        return new NullableCodec<T>(value);
    }

    /// <summary>Composes the codec of lists; not for keys.</summary>
    /// <typeparam name="T">The elements.</typeparam>
    /// <param name="element">The codec of the elements.</param>
    /// <returns>The codec.</returns>
    public static ICodec<List<T>> List<T>(ICodec<T> element)
    {
        ArgumentNullException.ThrowIfNull(element);

        return new ListCodec<T>(element);
    }

    /// <summary>Composes the codec of arrays; not for keys.</summary>
    /// <typeparam name="T">The elements.</typeparam>
    /// <param name="element">The codec of the elements.</param>
    /// <returns>The codec.</returns>
    public static ICodec<T[]> Array<T>(ICodec<T> element)
    {
        ArgumentNullException.ThrowIfNull(element);

        return new ArrayCodec<T>(element);
    }

    /// <summary>Composes the codec of immutable arrays; not for keys.</summary>
    /// <typeparam name="T">The elements.</typeparam>
    /// <param name="element">The codec of the elements.</param>
    /// <returns>The codec.</returns>
    public static ICodec<ImmutableArray<T>> ImmutableArray<T>(ICodec<T> element)
    {
        ArgumentNullException.ThrowIfNull(element);

        return new ImmutableArrayCodec<T>(element);
    }

    /// <summary>Composes the codec of sets with the default comparer; not for keys.</summary>
    /// <typeparam name="T">The elements.</typeparam>
    /// <param name="element">The codec of the elements.</param>
    /// <returns>The codec.</returns>
    public static ICodec<HashSet<T>> HashSet<T>(ICodec<T> element)
    {
        ArgumentNullException.ThrowIfNull(element);

        return new HashSetCodec<T>(element);
    }

    /// <summary>Composes the codec of dictionaries with the default comparer; not for keys.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">The values.</typeparam>
    /// <param name="key">The codec of the keys.</param>
    /// <param name="value">The codec of the values.</param>
    /// <returns>The codec.</returns>
    public static ICodec<Dictionary<TKey, TValue>> Dictionary<TKey, TValue>(ICodec<TKey> key, ICodec<TValue> value)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);

        return new DictionaryCodec<TKey, TValue>(key, value);
    }

    /// <summary>Composes the codec of pairs.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TValue">The value.</typeparam>
    /// <param name="key">The codec of the key.</param>
    /// <param name="value">The codec of the value.</param>
    /// <returns>The codec.</returns>
    public static ICodec<KeyValuePair<TKey, TValue>> KeyValuePair<TKey, TValue>(ICodec<TKey> key, ICodec<TValue> value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);

        return new KeyValuePairCodec<TKey, TValue>(key, value);
    }
}
