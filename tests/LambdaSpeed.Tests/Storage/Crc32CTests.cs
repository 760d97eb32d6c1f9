using System.Text;
using LambdaSpeed.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Storage;

public sealed class Crc32CTests
{
    // RFC 3720, appendix B.4, and the check value of the CRC catalogue
    [Theory]
    [InlineData(0x00000000u, "")]
    [InlineData(0xE3069283u, "123456789")]
    [InlineData(0xC1D04330u, "a")]
    [InlineData(0x364B3FB7u, "abc")]
    [InlineData(0x22620404u, "The quick brown fox jumps over the lazy dog")]
    public void Checksum_OfKnownText_IsKnown(uint expected, string text) => Assert.Equal(expected, Crc32C.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Checksum_OfKnownBlocks_IsKnown()
    {
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Of([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Checksum_OfAnyLengthAndPlace_IsThatBitByBit(int seed)
    {
        var bytes = RandomBytes(seed, 20_000);
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var start = random.Next(64);
            var length = random.Next(i % 2 == 0 ? 300 : bytes.Length - start);
            Assert.Equal(BitByBit(bytes.AsSpan(start, length)), Crc32C.Of(bytes.AsSpan(start, length)));
        }
    }

    [Fact]
    public void Append_OfPieces_IsThatOfTheWhole()
    {
        var bytes = RandomBytes(3, 10_000);
        for (var cut = 0; cut <= bytes.Length; cut += 97)
        {
            Assert.Equal(Crc32C.Of(bytes), Crc32C.Append(Crc32C.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    [Fact]
    public void Append_OfTheLengthsAroundALane_IsWhatTheDefinitionSays()
    {
        var bytes = RandomBytes(1, 10_000);
        foreach (var length in Enumerable.Range(0, 70).Concat([1023, 1024, 3071, 3072, 3073, 3079, 3080, 6143, 6144, 6145, 10_000]))
        {
            Assert.Equal(BitByBit(bytes.AsSpan(0, length)), Crc32C.Append(0, bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Append_InPiecesCutAnywhere_IsThatOfTheWhole()
    {
        var bytes = RandomBytes(2, 9_000);
        var random = new Random(2);
        for (var i = 0; i < 100; i++)
        {
            var cut = random.Next(bytes.Length);
            Assert.Equal(Crc32C.Append(0, bytes), Crc32C.Append(Crc32C.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    private static byte[] RandomBytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        var sum = ~0u;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var i = 0; i < 8; i++) sum = (sum >> 1) ^ ((sum & 1) == 0 ? 0 : 0x82F63B78);
        }
        return ~sum;
    }
}
