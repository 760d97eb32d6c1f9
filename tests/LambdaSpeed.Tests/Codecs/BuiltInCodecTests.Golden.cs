using System.Collections.Immutable;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

/// <summary>The bytes that are in logs and checkpoints: a change here is a change of format.</summary>
public sealed partial class BuiltInCodecTests
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateTimeOffset NoonElsewhere = new DateTimeOffset(Noon).ToOffset(TimeSpan.FromMinutes(-90));

    [Fact]
    public void Numbers_Bytes_AreGolden()
    {
        AssertGolden("bool", "01", Codec.Boolean, true);
        AssertGolden("uint8", "FE", Codec.Byte, (byte)254);
        AssertGolden("int8", "FE", Codec.SByte, (sbyte)-2);
        AssertGolden("int16", "FEFF", Codec.Int16, (short)-2);
        AssertGolden("uint16", "3412", Codec.UInt16, (ushort)0x1234);
        AssertGolden("int32", "FEFFFFFF", Codec.Int32, -2);
        AssertGolden("uint32", "78563412", Codec.UInt32, 0x12345678u);
        AssertGolden("int64", "FEFFFFFFFFFFFFFF", Codec.Int64, -2L);
        AssertGolden("uint64", "F0DEBC9A78563412", Codec.UInt64, 0x123456789ABCDEF0UL);
        AssertGolden("int128", "FEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", Codec.Int128, (Int128)(-2));
        AssertGolden("uint128", "02000000000000000100000000000000", Codec.UInt128, new UInt128(1, 2));
        AssertGolden("bigint", "0100", Codec.BigInteger, 0);
        AssertGolden("bigint", "028000", Codec.BigInteger, 128);
        AssertGolden("bigint", "09FFFFFFFFFFFFFFFFFE", Codec.BigInteger, -(System.Numerics.BigInteger.One << 64) - 1);
        AssertGolden("float16", "003E", Codec.Half, (Half)1.5);
        AssertGolden("float32", "0000C03F", Codec.Single, 1.5f);
        AssertGolden("float64", "000000000000F83F", Codec.Double, 1.5);
        AssertGolden("decimal", "96000000000000000000000000000280", Codec.Decimal, -1.50m);
    }

    [Fact]
    public void Text_Bytes_AreGolden()
    {
        AssertGolden("char", "AC20", Codec.Char, '€');
        AssertGolden("string", "00", Codec.String, null!);
        AssertGolden("string", "01", Codec.String, "");
        AssertGolden("string", "0961E282AC", Codec.String, "a€");
        AssertGolden("string", "0600D8", Codec.String, "\uD800");
        AssertGolden("string", "8101" + string.Concat(Enumerable.Repeat("61", 64)), Codec.String, new string('a', 64));
        AssertGolden("bytes", "03BEEF", Codec.Bytes, [0xBE, 0xEF]);
        AssertGolden("bytes", "03BEEF", Codec.Memory, new byte[] { 0xBE, 0xEF });
        AssertGolden("guid", "00112233445566778899AABBCCDDEEFF", Codec.Guid, new Guid("00112233-4455-6677-8899-aabbccddeeff"));
    }

    [Fact]
    public void Times_Bytes_AreGolden()
    {
        AssertGolden("datetime", "00A09674F649DE48", Codec.DateTime, Noon);
        AssertGolden("datetimeoffset", "00A09674F649DE08A6FF", Codec.DateTimeOffset, NoonElsewhere);
        AssertGolden("date", "21490B00", Codec.DateOnly, DateOnly.FromDateTime(Noon));
        AssertGolden("time", "00E0349564000000", Codec.TimeOnly, TimeOnly.FromDateTime(Noon));
        AssertGolden("timespan", "FFFFFFFFFFFFFFFF", Codec.TimeSpan, TimeSpan.FromTicks(-1));
    }

    [Fact]
    public void Composed_Bytes_AreGolden()
    {
        AssertGolden("int16?", "00", Codec.Nullable(Codec.Int16), null);
        AssertGolden("int16?", "010500", Codec.Nullable(Codec.Int16), (short)5);
        AssertGolden("Colour:uint8", "C8", Codec.Enum<Colour>(), Colour.Green);
        AssertGolden("(uint8)", "05", Codec.Tuple(Codec.Byte), new ValueTuple<byte>(5));
        AssertGolden("(string,int16)", "03610700", Codec.Tuple(Codec.String, Codec.Int16), ("a", (short)7));
        AssertGolden("(string,int16)", "03610700", Codec.KeyValuePair(Codec.String, Codec.Int16), new("a", 7));
        AssertGolden("list<int16>", "0301000200", Codec.List(Codec.Int16), [1, 2]);
        AssertGolden("list<int16>", "0301000200", Codec.Array(Codec.Int16), [1, 2]);
        AssertGolden("list<int16>", "0301000200", Codec.ImmutableArray(Codec.Int16), ImmutableArray.Create<short>(1, 2));
        AssertGolden("set<int16>", "020100", Codec.HashSet(Codec.Int16), [1]);
        AssertGolden("map<int16,uint8>", "02010009", Codec.Dictionary(Codec.Int16, Codec.Byte), new() { [1] = 9 });
    }

    private static void AssertGolden<T>(string schema, string hex, ICodec<T> codec, T value)
    {
        Assert.Equal(schema, codec.Schema);
        Assert.Equal(hex, CodecBytes.HexOf(codec, value));
    }
}
