using System.Collections.Immutable;
using FsCheck.Xunit;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

public sealed partial class BuiltInCodecTests
{
    [Property]
    public bool Integers_Any_ComeBack(byte a, sbyte b, short c, ushort d, int e, uint f, long g, ulong h) =>
        CodecBytes.ComesBack(Codec.Byte, a) && CodecBytes.ComesBack(Codec.SByte, b) && CodecBytes.ComesBack(Codec.Int16, c)
        && CodecBytes.ComesBack(Codec.UInt16, d) && CodecBytes.ComesBack(Codec.Int32, e) && CodecBytes.ComesBack(Codec.UInt32, f)
        && CodecBytes.ComesBack(Codec.Int64, g) && CodecBytes.ComesBack(Codec.UInt64, h)
        && CodecBytes.ComesBack(Codec.BigInteger, (System.Numerics.BigInteger)h * g * e)
        && CodecBytes.ComesBack(Codec.Int128, new Int128(h, (ulong)g)) && CodecBytes.ComesBack(Codec.UInt128, new UInt128(h, (ulong)g));

    [Property]
    public bool Floats_Any_ComeBack(double a, float b) =>
        CodecBytes.ComesBack(Codec.Double, a) && CodecBytes.ComesBack(Codec.Single, b) && CodecBytes.ComesBack(Codec.Half, (Half)a);

    [Property]
    public bool Decimal_AnyScale_ComesBack(decimal a) =>
        CodecBytes.ComesBack(Codec.Decimal, a)
        && decimal.GetBits(CodecBytes.Copy(Codec.Decimal, a)).SequenceEqual(decimal.GetBits(a));

    [Property]
    public bool Strings_Any_ComeBack(string? a, char b, bool c) =>
        CodecBytes.ComesBack(Codec.String, a!) && CodecBytes.ComesBack(Codec.Char, b) && CodecBytes.ComesBack(Codec.Boolean, c);

    [Property]
    public bool String_OfAnyCodeUnits_ComesBack(char[] units, int copies)
    {
        var text = string.Concat(Enumerable.Repeat(new string(units), Math.Abs(copies % 20)));
        return CodecBytes.Copy(Codec.String, text) == text && CodecBytes.Copy(Codec.String, text + '\uD800') == text + '\uD800';
    }

    [Property]
    public bool Times_Any_ComeBack(DateTime a, DateTimeOffset b, DateOnly c, TimeOnly d, TimeSpan e, Guid f) =>
        CodecBytes.ComesBack(Codec.DateTime, a) && CodecBytes.Copy(Codec.DateTime, a).Kind == a.Kind
        && CodecBytes.ComesBack(Codec.DateTimeOffset, b) && CodecBytes.Copy(Codec.DateTimeOffset, b).Offset == b.Offset
        && CodecBytes.ComesBack(Codec.DateOnly, c) && CodecBytes.ComesBack(Codec.TimeOnly, d)
        && CodecBytes.ComesBack(Codec.TimeSpan, e) && CodecBytes.ComesBack(Codec.Guid, f);

    [Property]
    public bool Composed_Any_ComeBack(int? a, string b, DayOfWeek c, long d) =>
        CodecBytes.ComesBack(Codec.For<int?>(), a) && CodecBytes.ComesBack(Codec.For<DayOfWeek>(), c)
        && CodecBytes.ComesBack(Codec.Enum<DayOfWeek>(), c) && CodecBytes.ComesBack(Codec.For<Colour>(), Colour.Green)
        && CodecBytes.ComesBack(Codec.For<ValueTuple<string>>(), new ValueTuple<string>(b))
        && CodecBytes.ComesBack(Codec.For<(int?, string)>(), (a, b)) && CodecBytes.ComesBack(Codec.For<(int?, string, long)>(), (a, b, d))
        && CodecBytes.ComesBack(Codec.For<(int?, string, long, DayOfWeek)>(), (a, b, d, c))
        && CodecBytes.ComesBack(Codec.For<(int?, string, long, DayOfWeek, byte)>(), (a, b, d, c, (byte)1))
        && CodecBytes.ComesBack(Codec.For<(int?, string, long, DayOfWeek, byte, bool)>(), (a, b, d, c, (byte)1, true))
        && CodecBytes.ComesBack(Codec.For<(int, string, long, DayOfWeek, byte, bool, char)>(), (1, b, d, c, (byte)1, true, 'x'))
        && CodecBytes.ComesBack(Codec.For<KeyValuePair<string, long>>(), new(b, d));

    [Property]
    public bool Collections_Any_ComeBack(int[] a, string?[] b, byte[] c, Dictionary<int, string> d) =>
        CodecBytes.ComesBack(Codec.For<int[]>(), a) && CodecBytes.ComesBack(Codec.For<List<string>>(), [.. b.Select(text => text!)])
        && CodecBytes.ComesBack(Codec.Bytes, c) && CodecBytes.Copy(Codec.Memory, c).Span.SequenceEqual(c)
        && CodecBytes.ComesBack(Codec.For<ImmutableArray<int>>(), [.. a]) && CodecBytes.ComesBack(Codec.For<HashSet<int>>(), [.. a])
        && CodecBytes.ComesBack(Codec.For<Dictionary<int, string>>(), d) && CodecBytes.ComesBack(Codec.For<List<int[]>>(), [a, a]);

    [Fact]
    public void Collections_NullOrDefault_ComeBack()
    {
        Assert.Null(CodecBytes.Copy(Codec.Bytes, null!));
        Assert.Null(CodecBytes.Copy(Codec.For<int[]>(), null!));
        Assert.Null(CodecBytes.Copy(Codec.For<List<int>>(), null!));
        Assert.Null(CodecBytes.Copy(Codec.For<HashSet<int>>(), null!));
        Assert.Null(CodecBytes.Copy(Codec.For<Dictionary<int, int>>(), null!));
        Assert.True(CodecBytes.Copy(Codec.For<ImmutableArray<int>>(), default).IsDefault);
    }

    [Fact]
    public void Array_LargerThanItsFirstCapacity_ComesBack()
    {
        var numbers = Enumerable.Range(0, 10_001).ToArray();
        Assert.Equal(numbers, CodecBytes.Copy(Codec.For<int[]>(), numbers));
    }
}
