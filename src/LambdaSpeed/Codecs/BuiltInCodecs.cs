namespace LambdaSpeed.Codecs;

/// <summary>The codecs that need no composing, by type.</summary>
internal static class BuiltInCodecs
{
    public static readonly Dictionary<Type, object> All = new()
    {
        [typeof(bool)] = Codec.Boolean,
        [typeof(byte)] = Codec.Byte,
        [typeof(sbyte)] = Codec.SByte,
        [typeof(short)] = Codec.Int16,
        [typeof(ushort)] = Codec.UInt16,
        [typeof(int)] = Codec.Int32,
        [typeof(uint)] = Codec.UInt32,
        [typeof(long)] = Codec.Int64,
        [typeof(ulong)] = Codec.UInt64,
        [typeof(Int128)] = Codec.Int128,
        [typeof(UInt128)] = Codec.UInt128,
        [typeof(System.Numerics.BigInteger)] = Codec.BigInteger,
        [typeof(char)] = Codec.Char,
        [typeof(Half)] = Codec.Half,
        [typeof(float)] = Codec.Single,
        [typeof(double)] = Codec.Double,
        [typeof(decimal)] = Codec.Decimal,
        [typeof(string)] = Codec.String,
        [typeof(Guid)] = Codec.Guid,
        [typeof(DateTime)] = Codec.DateTime,
        [typeof(DateTimeOffset)] = Codec.DateTimeOffset,
        [typeof(DateOnly)] = Codec.DateOnly,
        [typeof(TimeOnly)] = Codec.TimeOnly,
        [typeof(TimeSpan)] = Codec.TimeSpan,
        [typeof(byte[])] = Codec.Bytes,
        [typeof(ReadOnlyMemory<byte>)] = Codec.Memory,
    };
}
