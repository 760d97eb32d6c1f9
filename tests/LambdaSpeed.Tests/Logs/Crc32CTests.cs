using LambdaSpeed.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>The checksum against its definition, bit by bit.</summary>
public sealed class Crc32CTests
{
    [Fact]
    public void Append_OfTheStandardsExample_IsItsCheckValue() => Assert.Equal(0xE3069283, Crc32C.Append(0, "123456789"u8));

    [Fact]
    public void Append_OfAnyLength_IsWhatTheDefinitionSays()
    {
        var bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        foreach (var length in Enumerable.Range(0, 70).Concat([1023, 1024, 3071, 3072, 3073, 3079, 3080, 6143, 6144, 6145, 10_000]))
        {
            Assert.Equal(BitByBit(bytes.AsSpan(0, length)), Crc32C.Append(0, bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Append_InPieces_IsThatOfTheWhole()
    {
        var bytes = new byte[9_000];
        var random = new Random(2);
        random.NextBytes(bytes);
        for (var i = 0; i < 100; i++)
        {
            var cut = random.Next(bytes.Length);
            Assert.Equal(Crc32C.Append(0, bytes), Crc32C.Append(Crc32C.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFU;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78U : crc >> 1;
        }
        return ~crc;
    }
}
