using System.Buffers;
using LambdaSpeed.Codecs;
using LambdaSpeed.Views;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

/// <summary>The order of the bytes is the order of the values, and the values come back.</summary>
public sealed class OrderedFormTests
{
    private static readonly string?[] Texts =
    [
        null, "", "\0", "\0\0", "\u0001", "\u0002", "a", "a\0", "a\u0001", "a\u0002", "ab", "b", "\u007F", "\u0080", "\u07FF", "\u0800", "\uD7FF",
        "\uD800", "\uD83D", "\uD83D\uDE00", "\uD83D\uDE01", "\uDE00", "\uDFFF", "\uE000", "\uFFFF", "größe", new string('x', 300),
    ];

    [Fact]
    public void Texts_SortByCodeUnit_AndComeBack() => Check<string>(Codec.String, Texts!);

    [Fact]
    public void Numbers_SortByValue_AndComeBack()
    {
        Check(Codec.Int64, Numbers().Concat([long.MinValue, long.MaxValue, -1, 0, 1, 255, 256]));
        Check(Codec.Int32, Numbers().Select(number => (int)number));
        Check(Codec.UInt64, Numbers().Select(number => (ulong)number));
        Check(Codec.Int16, Numbers().Select(number => (short)number));
        Check(Codec.SByte, Enumerable.Range(-128, 256).Select(number => (sbyte)number));
        Check(Codec.Byte, Enumerable.Range(0, 256).Select(number => (byte)number));
        Check(Codec.Char, Numbers().Select(number => (char)number));
        Check(Codec.Boolean, [true, false]);
        Check(Codec.Int128, Numbers().Select(number => new Int128((ulong)number, (ulong)number)));
        Check(Codec.UInt128, Numbers().Select(number => new UInt128((ulong)number, (ulong)number)));
    }

    [Fact]
    public void TimesAndIds_SortAsTheyCompare_AndComeBack()
    {
        Check(Codec.TimeSpan, Numbers().Select(number => new TimeSpan(number)));
        Check(Codec.DateOnly, Numbers().Select(number => DateOnly.FromDayNumber((int)((ulong)number % 3_000_000))));
        Check(Codec.TimeOnly, Numbers().Select(number => new TimeOnly((long)((ulong)number % TimeSpan.TicksPerDay))));
        Check(Codec.Guid, Numbers().Select(number => Id(new Random((int)number))));
        Check(Codec.For<DayOfWeek>(), Enum.GetValues<DayOfWeek>());
    }

    [Fact]
    public void Tuples_SortItemByItem_AndComeBack()
    {
        var random = new Random(5);
        string? Text() => Texts[random.Next(Texts.Length)];
        Check(Codec.For<(string, long)>(), Enumerable.Range(0, 150).Select(_ => (Text()!, random.NextInt64(-2, 3))));
        Check(Codec.For<(long, string)>(), Enumerable.Range(0, 150).Select(_ => (random.NextInt64(-2, 3), Text()!)));
        Check(Codec.For<(string, string, bool)>(), Enumerable.Range(0, 150).Select(_ => (Text()!, Text()!, random.Next(2) == 0)));
        Check(Codec.For<((string, int), string)>(), Enumerable.Range(0, 150).Select(_ => ((Text()!, random.Next(-1, 2)), Text()!)));
        Check(Codec.For<(int, int, int, int, int, int, int)>(), Enumerable.Range(0, 150).Select(_ => (
            random.Next(-1, 1), random.Next(-1, 1), random.Next(-1, 1), random.Next(-1, 1), random.Next(-1, 1), random.Next(-1, 1), random.Next())));
    }

    [Fact]
    public void Codecs_WhoseEqualValuesDifferInBytes_HaveNoOrder()
    {
        Assert.False(OrderedForm.Exists(Codec.Double));
        Assert.False(OrderedForm.Exists(Codec.Decimal));
        Assert.False(OrderedForm.Exists(Codec.DateTime));
        Assert.False(OrderedForm.Exists(Codec.DateTimeOffset));
        Assert.False(OrderedForm.Exists(Codec.For<(string, double)>()));
        Assert.True(OrderedForm.Exists(Codec.For<(string, long)>()));
    }

    [Theory]
    [InlineData("")]        // nothing
    [InlineData("02")]      // neither null nor a text
    [InlineData("0161")]    // without an end
    [InlineData("010100")]  // an escape without its byte
    [InlineData("010300")]  // fine: U+0003
    [InlineData("010103" + "00")] // an escape of what needs none
    [InlineData("01C18100")] // overlong
    [InlineData("01E08080" + "00")] // overlong
    [InlineData("01F0808080" + "00")] // four bytes
    [InlineData("018000")]  // a byte that follows nothing
    [InlineData("01C300")]  // cut
    public void MalformedText_IsRefused_OrIsTheOneForm(string hex)
    {
        ReadOnlySpan<byte> bytes = Convert.FromHexString(hex);
        var all = bytes.ToArray();
        try
        {
            var text = OrderedText.Read(ref bytes, "string");
            var written = new ArrayBufferWriter<byte>();
            OrderedText.Write(written, text);
            Assert.Equal(all, written.WrittenSpan.ToArray());
            Assert.Equal("010300", hex);
        }
        catch (CodecException)
        {
            Assert.NotEqual("010300", hex);
        }
    }

    private static void Check<T>(ICodec<T> codec, IEnumerable<T> values)
    {
        var order = KeyOrder<T>.For("test", null);
        var written = values.Select(value => (Value: value, Bytes: Bytes(codec, value))).ToList();
        foreach (var (value, bytes) in written)
        {
            ReadOnlySpan<byte> source = [.. bytes, 7];
            Assert.Equal(value, OrderedForm.Read(codec, ref source));
            Assert.Equal(1, source.Length);
            foreach (var (other, otherBytes) in written)
            {
                var expected = Math.Sign(order.Compare(value, other));
                Assert.True(expected == Math.Sign(bytes.AsSpan().SequenceCompareTo(otherBytes)), $"{value} and {other}");
                Assert.True(expected == 0 || !bytes.AsSpan().StartsWith(otherBytes), $"{value} begins with {other}");
            }
        }
    }

    private static byte[] Bytes<T>(ICodec<T> codec, T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        OrderedForm.Write(codec, bytes, value);
        return bytes.WrittenSpan.ToArray();
    }

    private static List<long> Numbers()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 200).Select(_ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64))];
    }

    private static Guid Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
