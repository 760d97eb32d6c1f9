using System.Text;
using FsCheck.Xunit;
using Xunit;

namespace LambdaSpeed.Tests.Codecs;

public sealed class StableHashTests
{
    private const int Groups = 128;
    private const double ChiSquareLimit = 190; // 127 degrees of freedom: one in 4,000 exceeds it

    [Theory]
    [InlineData(0L, 0x398A23880C289B39)]
    [InlineData(1L, 0x8E96060D57C9A260)]
    [InlineData(-1L, 0x1017CCB7A66910A1)]
    [InlineData(long.MinValue, 0x13B9A671E10A7EB6)]
    public void Number_Hash_IsGolden(long value, ulong expected) => Assert.Equal(expected, StableHash.Of(value));

    [Theory]
    [InlineData(0, 0x29EB37E3A68AC6F)]
    [InlineData(1, 0xB8525682281CF2EB)]
    [InlineData(2, 0x7A8ACC75E8106096)]
    [InlineData(3, 0xCF9FF10949E0A70E)]
    [InlineData(4, 0x4034469B7D9939B0)]
    [InlineData(7, 0xF00117B61C82C6D4)]
    [InlineData(8, 0xCB09621DA13253BE)]
    [InlineData(16, 0x48D102322B69A47D)]
    [InlineData(17, 0xA2C43550A7ED3820)]
    [InlineData(32, 0xB2E801F6D2F97BC)]
    [InlineData(33, 0x45EA0CC76DEF1E3B)]
    [InlineData(64, 0x83E1578EBF4B2DC1)]
    [InlineData(100, 0xAB937D7C62558E57)]
    public void Bytes_Hash_IsGolden(int length, ulong expected) =>
        Assert.Equal(expected, StableHash.Of(Enumerable.Range(0, length).Select(i => (byte)i).ToArray()));

    [Fact]
    public void Text_Hash_IsGolden()
    {
        Assert.Equal(0x8F3D1F4D061FC52CUL, StableHash.Of("/index.html"));
        Assert.Equal(0x3C92CD151EFA9163UL, StableHash.Combine(StableHash.Of("/index.html"), StableHash.Of(7L)));
        Assert.Equal(0x6A09E667F3BCC908UL, StableHash.Of((string?)null));
    }

    [Property]
    public bool Text_Hash_IsThatOfItsUtf16Bytes(char[] text) =>
        StableHash.Of(text) == StableHash.Of(Encoding.Unicode.GetBytes(text)) || text.Any(char.IsSurrogate);

    [Fact]
    public void Bytes_DifferingInLengthOnly_DifferInHash()
    {
        var zeros = new byte[200];
        var hashes = Enumerable.Range(0, 200).Select(length => StableHash.Of(zeros.AsSpan(0, length))).ToHashSet();
        Assert.Equal(200, hashes.Count);
    }

    [Fact]
    public void Combine_OtherOrder_IsAnotherHash() => Assert.NotEqual(StableHash.Combine(1, 2), StableHash.Combine(2, 1));

    [Fact]
    public void Number_OneBitFlipped_FlipsHalfOfTheHash() => AssertAvalanche(64, (i, bit) =>
    {
        var value = i * 0x1000193L;
        return StableHash.Of(value) ^ StableHash.Of(value ^ (1L << bit));
    });

    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(60)]
    public void Bytes_OneBitFlipped_FlipsHalfOfTheHash(int length) => AssertAvalanche(8 * length, (i, bit) =>
    {
        var bytes = new byte[length];
        new Random(i).NextBytes(bytes);
        var before = StableHash.Of(bytes);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return before ^ StableHash.Of(bytes);
    });

    [Fact]
    public void Combine_OneBitFlipped_FlipsHalfOfTheHash() => AssertAvalanche(128, (i, bit) =>
    {
        ulong first = StableHash.Of((long)i), second = StableHash.Of(~(long)i);
        var before = StableHash.Combine(first, second);
        if (bit < 64) first ^= 1UL << bit;
        else second ^= 1UL << (bit - 64);
        return before ^ StableHash.Combine(first, second);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(128)]
    [InlineData(1000)]
    [InlineData(1 << 20)]
    [InlineData(1L << 32)]
    [InlineData(-3)]
    public void Number_Strided_FillsGroupsEvenly(long stride) => AssertUniform(i => StableHash.Of(i * stride));

    [Fact]
    public void Double_Whole_FillsGroupsEvenly() => AssertUniform(i => Codec.Double.Hash(i));

    [Fact]
    public void Double_Fraction_FillsGroupsEvenly() => AssertUniform(i => Codec.Double.Hash(i / 100.0));

    [Fact]
    public void Text_Short_FillsGroupsEvenly()
    {
        AssertUniform(i => StableHash.Of($"{i}"));
        AssertUniform(i => StableHash.Of($"user-{i}"));
        AssertUniform(i => StableHash.Of($"/shop/articles/{i}/comments.html"));
    }

    [Fact]
    public void Tuple_OfTextAndNumber_FillsGroupsEvenly()
    {
        var codec = Codec.Tuple(Codec.String, Codec.Int32);
        AssertUniform(i => codec.Hash(($"/{i / 24}", (int)(i % 24))));
    }

    private static void AssertAvalanche(int bits, Func<int, int, ulong> flip)
    {
        const int Samples = 1500;
        for (var bit = 0; bit < bits; bit++)
        {
            var flips = new int[64];
            for (var i = 0; i < Samples; i++)
            {
                var difference = flip(i, bit);
                for (var output = 0; output < 64; output++) flips[output] += (int)((difference >> output) & 1);
            }

            var worst = flips.Max(count => Math.Abs(count - (Samples / 2)));
            Assert.True(worst < Samples * 0.07, $"input bit {bit}: an output bit flips {worst} off {Samples / 2} times");
        }
    }

    private static void AssertUniform(Func<long, ulong> hash)
    {
        const int Keys = 128_000;
        int[] high = new int[Groups], low = new int[Groups], narrow = new int[Groups];
        for (var i = 0L; i < Keys; i++)
        {
            var wide = hash(i);
            high[wide >> 57]++;
            low[wide & (Groups - 1)]++;
            narrow[LambdaSpeed.Codecs.KeyGroups.GroupOf(LambdaSpeed.Codecs.KeyHash.Narrow(wide), Groups)]++;
        }

        Assert.True(ChiSquare(high) < ChiSquareLimit, $"high bits: {ChiSquare(high)}");
        Assert.True(ChiSquare(low) < ChiSquareLimit, $"low bits: {ChiSquare(low)}");
        Assert.True(ChiSquare(narrow) < ChiSquareLimit, $"groups: {ChiSquare(narrow)}");

        static double ChiSquare(int[] counts) => counts.Sum(count => Math.Pow(count - (Keys / Groups), 2) / (Keys / Groups));
    }
}
