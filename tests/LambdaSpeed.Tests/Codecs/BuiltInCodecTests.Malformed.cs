using System.Collections.Immutable;
using FsCheck.Xunit;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

public sealed partial class BuiltInCodecTests
{
    [Property(MaxTest = 300)]
    public bool Any_RandomBytes_AreAValueOrACodecException(byte[] tail, byte first, bool isLong)
    {
        byte[] bytes = isLong ? [first, .. tail, .. tail, .. Enumerable.Repeat(first, 20)] : [first, .. tail];
        return CodecBytes.IsSafe(Codec.Boolean, bytes) && CodecBytes.IsSafe(Codec.Decimal, bytes) && CodecBytes.IsSafe(Codec.Guid, bytes)
            && CodecBytes.IsSafe(Codec.DateTime, bytes) && CodecBytes.IsSafe(Codec.DateTimeOffset, bytes)
            && CodecBytes.IsSafe(Codec.DateOnly, bytes) && CodecBytes.IsSafe(Codec.TimeOnly, bytes)
            && CodecBytes.IsSafe(Codec.TimeSpan, bytes) && CodecBytes.IsSafe(Codec.String, bytes)
            && CodecBytes.IsSafe(Codec.Bytes, bytes) && CodecBytes.IsSafe(Codec.Memory, bytes)
            && CodecBytes.IsSafe(Codec.For<List<string>>(), bytes) && CodecBytes.IsSafe(Codec.For<HashSet<int?>>(), bytes)
            && CodecBytes.IsSafe(Codec.For<Dictionary<string, byte>>(), bytes) && CodecBytes.IsSafe(Codec.For<(int?, string)>(), bytes)
            && CodecBytes.IsSafe(Codec.For<ImmutableArray<decimal>>(), bytes) && CodecBytes.IsSafe(Codec.For<int[][]>(), bytes)
            && CodecBytes.IsSafe(Codec.For<DayOfWeek>(), bytes) && CodecBytes.IsSafe(Codec.Int128, bytes);
    }

    [Fact]
    public void Any_Truncated_IsRefusedAtEachLength()
    {
        CodecBytes.AssertTruncationsAreRefused(Codec.Boolean, true);
        CodecBytes.AssertTruncationsAreRefused(Codec.Int64, 1);
        CodecBytes.AssertTruncationsAreRefused(Codec.Decimal, 1);
        CodecBytes.AssertTruncationsAreRefused(Codec.DateTimeOffset, DateTimeOffset.UnixEpoch);
        CodecBytes.AssertTruncationsAreRefused(Codec.String, new string('a', 200));
        CodecBytes.AssertTruncationsAreRefused(Codec.String, "\uD800");
        CodecBytes.AssertTruncationsAreRefused(Codec.Bytes, [1, 2, 3]);
        CodecBytes.AssertTruncationsAreRefused(Codec.For<int?>(), 5);
        CodecBytes.AssertTruncationsAreRefused(Codec.For<DayOfWeek>(), DayOfWeek.Friday);
        CodecBytes.AssertTruncationsAreRefused(Codec.For<(string, int)>(), ("abc", 1));
        CodecBytes.AssertTruncationsAreRefused(Codec.For<List<string>>(), ["a", "b"]);
        CodecBytes.AssertTruncationsAreRefused(Codec.For<HashSet<int>>(), [1, 2]);
        CodecBytes.AssertTruncationsAreRefused(Codec.For<Dictionary<string, int>>(), new() { ["a"] = 1 });
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF01")]
    [InlineData("FFFFFFFF0F")]
    [InlineData("8000")]
    [InlineData("FFFFFFFFFFFFFFFFFF7F")]
    public void Length_BeyondTheSource_IsRefusedWithoutAllocating(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Throws<CodecException>(() => CodecBytes.Read(Codec.String, bytes, out _));
        Assert.Throws<CodecException>(() => CodecBytes.Read(Codec.Bytes, bytes, out _));
        Assert.Throws<CodecException>(() => CodecBytes.Read(Codec.For<long[]>(), bytes, out _));
        Assert.True(CodecBytes.IsSafe(Codec.For<Dictionary<Guid, Guid>>(), bytes));
    }

    [Fact]
    public void Truncated_Message_NamesCodecExpectedAndAvailable()
    {
        var exception = Assert.Throws<CodecException>(() => CodecBytes.Read(Codec.Int32, [1, 2, 3], out _));
        Assert.Contains("'int32' expected 4 byte(s), but 3 were there", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void String_MalformedUtf8_IsRefused() =>
        Assert.Throws<CodecException>(() => CodecBytes.Read(Codec.String, [0x03, 0xFF], out _));

    [Theory]
    [InlineData("00")]
    [InlineData("020100")]
    [InlineData("02FFFF")]
    [InlineData("0501")]
    public void BigInteger_NotTheShortest_IsRefused(string hex) =>
        Assert.Throws<CodecException>(() => CodecBytes.Read(Codec.BigInteger, Convert.FromHexString(hex), out _));

    [Fact]
    public void Set_WithADuplicate_IsRefused() =>
        Assert.Throws<CodecException>(() => CodecBytes.Read(Codec.For<HashSet<byte>>(), [3, 1, 1], out _));

    [Fact]
    public void Dictionary_WithANullKey_IsRefused() =>
        Assert.Throws<CodecException>(() => CodecBytes.Read(Codec.For<Dictionary<string, byte>>(), [2, 0, 1], out _));
}
