using System.Diagnostics.CodeAnalysis;
using LambdaSpeed.Codecs;
using LambdaSpeed.Codecs.Collections;
using LambdaSpeed.Codecs.Fixed;

namespace LambdaSpeed;

/// <content>The built-in codecs.</content>
[SuppressMessage("Naming", "CA1720", Justification = "Each codec is named after the type it is for; that is the point.")]
public static partial class Codec
{
    /// <summary>For true and false.</summary>
    public static ICodec<bool> Boolean => FixedCodec<bool, BooleanFormat>.Instance;

    /// <summary>For bytes.</summary>
    public static ICodec<byte> Byte => FixedCodec<byte, ByteFormat>.Instance;

    /// <summary>For signed bytes.</summary>
    public static ICodec<sbyte> SByte => FixedCodec<sbyte, SByteFormat>.Instance;

    /// <summary>For 16-bit integers.</summary>
    public static ICodec<short> Int16 => FixedCodec<short, Int16Format>.Instance;

    /// <summary>For unsigned 16-bit integers.</summary>
    public static ICodec<ushort> UInt16 => FixedCodec<ushort, UInt16Format>.Instance;

    /// <summary>For 32-bit integers.</summary>
    public static ICodec<int> Int32 => FixedCodec<int, Int32Format>.Instance;

    /// <summary>For unsigned 32-bit integers.</summary>
    public static ICodec<uint> UInt32 => FixedCodec<uint, UInt32Format>.Instance;

    /// <summary>For 64-bit integers.</summary>
    public static ICodec<long> Int64 => FixedCodec<long, Int64Format>.Instance;

    /// <summary>For unsigned 64-bit integers.</summary>
    public static ICodec<ulong> UInt64 => FixedCodec<ulong, UInt64Format>.Instance;

    /// <summary>For 128-bit integers.</summary>
    public static ICodec<System.Int128> Int128 => FixedCodec<System.Int128, Int128Format>.Instance;

    /// <summary>For unsigned 128-bit integers.</summary>
    public static ICodec<System.UInt128> UInt128 => FixedCodec<System.UInt128, UInt128Format>.Instance;

    /// <summary>For integers of any size.</summary>
    public static ICodec<System.Numerics.BigInteger> BigInteger => BigIntegerCodec.Instance;

    /// <summary>For UTF-16 code units.</summary>
    public static ICodec<char> Char => FixedCodec<char, CharFormat>.Instance;

    /// <summary>For half-precision numbers.</summary>
    public static ICodec<System.Half> Half => FixedCodec<System.Half, HalfFormat>.Instance;

    /// <summary>For single-precision numbers.</summary>
    public static ICodec<float> Single => FixedCodec<float, SingleFormat>.Instance;

    /// <summary>For double-precision numbers.</summary>
    public static ICodec<double> Double => FixedCodec<double, DoubleFormat>.Instance;

    /// <summary>For decimals; the scale is kept, the hash leaves it out.</summary>
    public static ICodec<decimal> Decimal => FixedCodec<decimal, DecimalFormat>.Instance;

    /// <summary>For GUIDs.</summary>
    public static ICodec<System.Guid> Guid => FixedCodec<System.Guid, GuidFormat>.Instance;

    /// <summary>For dates with time; ticks and kind are kept as they are, the hash leaves the kind out.</summary>
    public static ICodec<System.DateTime> DateTime => FixedCodec<System.DateTime, DateTimeFormat>.Instance;

    /// <summary>For points in time with their offset; the hash leaves the offset out.</summary>
    public static ICodec<System.DateTimeOffset> DateTimeOffset => FixedCodec<System.DateTimeOffset, DateTimeOffsetFormat>.Instance;

    /// <summary>For dates.</summary>
    public static ICodec<System.DateOnly> DateOnly => FixedCodec<System.DateOnly, DateOnlyFormat>.Instance;

    /// <summary>For times of day.</summary>
    public static ICodec<System.TimeOnly> TimeOnly => FixedCodec<System.TimeOnly, TimeOnlyFormat>.Instance;

    /// <summary>For durations.</summary>
    public static ICodec<System.TimeSpan> TimeSpan => FixedCodec<System.TimeSpan, TimeSpanFormat>.Instance;

    /// <summary>For strings, null included; every string comes back as it was, lone surrogates too.</summary>
    public static ICodec<string> String => StringCodec.Instance;

    /// <summary>For byte arrays, null included; not for keys.</summary>
    public static ICodec<byte[]> Bytes => BytesCodec.Instance;

    /// <summary>For memory of bytes; not for keys.</summary>
    public static ICodec<ReadOnlyMemory<byte>> Memory => MemoryCodec.Instance;
}
