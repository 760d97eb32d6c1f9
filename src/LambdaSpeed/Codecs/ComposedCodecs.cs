using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using LambdaSpeed.Codecs.Collections;
using LambdaSpeed.Codecs.Fixed;
using LambdaSpeed.Codecs.Tuples;

#pragma warning disable RS0030 // the one place where reflection composes codecs; only where dynamic code is supported

namespace LambdaSpeed.Codecs;

/// <summary>Composes codecs of closed generics and enums at run time; only where the runtime can make new generic types.</summary>
[RequiresDynamicCode("Makes generic types at run time; where that is impossible, codecs are named by [assembly: GenerateCodec].")]
internal static class ComposedCodecs
{
    private const string NoConstructorNeeded =
        "The struct constraint alone asks for a parameterless constructor; the codec never calls one, and every struct has its default.";

    /// <summary>The codec of an enum, array, tuple, nullable or collection whose parts have codecs, else null.</summary>
    public static object? Compose(Type type)
    {
        if (type.IsEnum) return OfEnum(type);
        if (type.IsSZArray) return OfArray(type.GetElementType()!);
        if (!type.IsConstructedGenericType) return null;

        var arguments = type.GetGenericArguments();
        var parts = new object[arguments.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (CodecRegistry.Find(arguments[i]) is not { } part) return null;
            parts[i] = part;
        }

        var generic = type.GetGenericTypeDefinition();
        return OfCollection(generic, arguments, parts) ?? OfTuple(generic, arguments, parts);
    }

    private static object? OfArray(Type element) =>
        CodecRegistry.Find(element) is { } part ? Activator.CreateInstance(typeof(ArrayCodec<>).MakeGenericType(element), part) : null;

    private static object? OfCollection(Type generic, Type[] types, object[] parts)
    {
        if (generic == typeof(Nullable<>)) return OfNullable(types, parts);
        if (generic == typeof(List<>)) return Activator.CreateInstance(typeof(ListCodec<>).MakeGenericType(types), parts);
        if (generic == typeof(HashSet<>)) return Activator.CreateInstance(typeof(HashSetCodec<>).MakeGenericType(types), parts);
        if (generic == typeof(Dictionary<,>)) return Activator.CreateInstance(typeof(DictionaryCodec<,>).MakeGenericType(types), parts);
        if (generic == typeof(KeyValuePair<,>))
            return Activator.CreateInstance(typeof(KeyValuePairCodec<,>).MakeGenericType(types), parts);
        if (generic != typeof(ImmutableArray<>)) return null;

        return Activator.CreateInstance(typeof(ImmutableArrayCodec<>).MakeGenericType(types), parts);
    }

    private static object? OfTuple(Type generic, Type[] types, object[] parts)
    {
        if (generic == typeof(ValueTuple<>)) return Activator.CreateInstance(typeof(Tuple1Codec<>).MakeGenericType(types), parts);
        if (generic == typeof(ValueTuple<,>)) return Activator.CreateInstance(typeof(Tuple2Codec<,>).MakeGenericType(types), parts);
        if (generic == typeof(ValueTuple<,,>)) return Activator.CreateInstance(typeof(Tuple3Codec<,,>).MakeGenericType(types), parts);
        if (generic == typeof(ValueTuple<,,,>)) return Activator.CreateInstance(typeof(Tuple4Codec<,,,>).MakeGenericType(types), parts);
        if (generic == typeof(ValueTuple<,,,,>)) return Activator.CreateInstance(typeof(Tuple5Codec<,,,,>).MakeGenericType(types), parts);
        if (generic == typeof(ValueTuple<,,,,,>))
            return Activator.CreateInstance(typeof(Tuple6Codec<,,,,,>).MakeGenericType(types), parts);
        if (generic != typeof(ValueTuple<,,,,,,>)) return null;

        return Activator.CreateInstance(typeof(Tuple7Codec<,,,,,,>).MakeGenericType(types), parts);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = NoConstructorNeeded)]
    private static object? OfNullable(Type[] types, object[] parts) =>
        Activator.CreateInstance(typeof(NullableCodec<>).MakeGenericType(types), parts);

    [UnconditionalSuppressMessage("Trimming", "IL2071", Justification = NoConstructorNeeded)]
    [UnconditionalSuppressMessage("Trimming", "IL2076", Justification = NoConstructorNeeded)]
    private static object? OfEnum(Type type)
    {
        var number = Enum.GetUnderlyingType(type);
        var format = FormatOf(Type.GetTypeCode(number));
        return format is null ? null : Activator.CreateInstance(typeof(EnumCodec<,,>).MakeGenericType(type, number, format));
    }

    private static Type? FormatOf(TypeCode number) => number switch
    {
        TypeCode.SByte => typeof(SByteFormat),
        TypeCode.Byte => typeof(ByteFormat),
        TypeCode.Int16 => typeof(Int16Format),
        TypeCode.UInt16 => typeof(UInt16Format),
        TypeCode.Int32 => typeof(Int32Format),
        TypeCode.UInt32 => typeof(UInt32Format),
        TypeCode.Int64 => typeof(Int64Format),
        TypeCode.UInt64 => typeof(UInt64Format),
        _ => null,
    };
}
