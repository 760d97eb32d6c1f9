using Xunit;

namespace LambdaSpeed.Tests.State;

public sealed class ChangeReaderTests
{
    [Fact]
    public void NoBytes_AreNoEntries()
    {
        var reader = new ChangeReader([]);

        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("00")]
    [InlineData("03")]
    [InlineData("01")]
    [InlineData("0101")]
    [InlineData("0101AA")]
    [InlineData("0101AA02BB")]
    [InlineData("02")]
    [InlineData("0205AA")]
    [InlineData("0280")]
    [InlineData("028100")]
    [InlineData("02FFFFFFFFFFFFFFFFFF01")]
    [InlineData("02FFFFFFFFFFFFFFFFFFFF01")]
    public void MalformedBytes_AreRefused(string hex)
    {
        Assert.Throws<CodecException>(() =>
        {
            var reader = new ChangeReader(Convert.FromHexString(hex));
            while (reader.Read()) { }
        });
    }

    [Fact]
    public void RandomBytes_GiveEntriesOrACodecException()
    {
        var refused = 0;
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            for (var i = 0; i < bytes.Length; i += 1 + random.Next(5)) bytes[i] = (byte)random.Next(4);
            if (!CanRead(bytes)) refused++;
        }
        Assert.InRange(refused, 1000, 19_999);
    }

    [Fact]
    public void WholeEntries_EndBetweenTwo()
    {
        using var writer = new ChangeWriter();
        var ends = new List<int> { 0 };
        for (var i = 0; i < 30; i++)
        {
            writer.Put(BitConverter.GetBytes(i), new byte[i * 40]);
            ends.Add(writer.Length);
        }

        for (var cut = 0; cut <= writer.Length; cut++)
        {
            Assert.Equal(ends.Last(end => end <= cut), ChangeReader.WholeEntries(writer.Written.Span[..cut]));
        }
    }

    private static bool CanRead(byte[] bytes)
    {
        try
        {
            for (var reader = new ChangeReader(bytes); reader.Read();) { }
            return true;
        }
        catch (CodecException)
        {
            return false;
        }
    }
}
