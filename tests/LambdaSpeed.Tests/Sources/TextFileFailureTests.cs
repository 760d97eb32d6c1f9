using System.Text;
using Xunit;

namespace LambdaSpeed.Tests.Sources;

/// <summary>Text files that cannot be read: the error says which, where and why.</summary>
public sealed class TextFileFailureTests : IDisposable
{
    private readonly TextFileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Missing_FailsAtOpen()
    {
        var path = _folder.Path("none.txt");

        var failure = await Assert.ThrowsAsync<TextFileException>(
            () => SpoutHarness<string>.OpenAsync(Spouts.FromTextFiles([_folder.Write("a"), path])));

        Assert.Equal(TextFileFault.Missing, failure.Fault);
        Assert.Equal(path, Assert.IsType<FileNotFoundException>(failure.InnerException).FileName);
        Assert.Contains("'lines'", failure.Message);
        Assert.Contains(path, failure.Message);
    }

    [Theory]
    [InlineData("aaaaaaaa\n", true)]
    [InlineData("aaaaaaaa\r\n", true)]
    [InlineData("aaaaaaaa", true)]
    [InlineData("aaaaaaaaa\n", false)]
    [InlineData("aaaaaaaaa", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public async Task LongLine_FailsBeyondTheLimit(string line, bool isAllowed)
    {
        var file = _folder.Write("x\n" + line);
        var options = new TextFileOptions { MaxLineBytes = 8, BufferBytes = 16 };

        if (isAllowed) Assert.Equal(["x", "aaaaaaaa"], (await OpenAsync(file, options)).ReadAll());
        else await FailsAsync(file, TextFileFault.LineTooLong, 2, options);
    }

    [Fact]
    public async Task InvalidUtf8_FailsWhenSaidSo() => await FailsAsync(
        _folder.Write([(byte)'a', (byte)'\n', 0xff]), TextFileFault.InvalidUtf8, 2,
        new TextFileOptions { InvalidUtf8 = InvalidUtf8.Throw });

    [Fact]
    public async Task Parser_Throws_NamesTheLine()
    {
        var file = _folder.Write("1\nx\n3");
        var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromTextFiles([file], line => int.Parse(line.Utf8)));

        var failure = Assert.Throws<TextFileException>(() => harness.ReadAll());

        Assert.Equal((TextFileFault.UnparsableLine, 2, file), (failure.Fault, failure.Offset, failure.File));
        Assert.IsType<FormatException>(failure.InnerException);
    }

    [Fact]
    public async Task Gzip_Damaged_NamesTheFile()
    {
        var packed = TextFileFolder.Pack(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 1000))));
        packed[packed.Length / 2] ^= 0x55;

        await FailsAsync(_folder.Write(packed), TextFileFault.CorruptGzip);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Gzip_CutOffAnywhere_NamesTheFile(int members)
    {
        var member = TextFileFolder.Pack(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 100))));
        byte[] packed = [.. Enumerable.Repeat(member, members).SelectMany(bytes => bytes)];

        // two bytes of a gzip file are needed to know it as one, and a file may end between two members
        for (var kept = 2; kept < packed.Length; kept++)
        {
            if (kept != member.Length) await FailsAsync(_folder.Write(packed[..kept], "cut"), TextFileFault.CorruptGzip);
        }
    }

    [Theory]
    [InlineData(8_191)]
    [InlineData(8_192)]
    [InlineData(8_193)]
    [InlineData(300_000)]
    public async Task Gzip_Incompressible_CutOffInAStoredBlock_NamesTheFile(int kept)
    {
        var noise = new byte[400_000];
        new Random(7).NextBytes(noise);

        await FailsAsync(_folder.Write(TextFileFolder.Pack(noise)[..kept]), TextFileFault.CorruptGzip);
    }

    [Fact]
    public async Task Gzip_FollowedBySomethingElse_NamesTheFile() =>
        await FailsAsync(_folder.Write([.. TextFileFolder.Pack("a"u8), 0, 0, 0, 0]), TextFileFault.CorruptGzip);

    [Fact]
    public async Task Gzip_InNameOnly_Fails() => await FailsAsync(_folder.Write("a\nb"u8.ToArray(), "a.gz"), TextFileFault.CorruptGzip, 0);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Position_BehindTheEnd_Fails(bool isPacked)
    {
        var file = _folder.Write(isPacked ? TextFileFolder.Pack("abc"u8) : "abc"u8.ToArray());
        var harness = await SpoutHarness<string>.OpenAsync(Spouts.FromTextFiles([file]), [new LogPosition(0, 4)]);

        var failure = Assert.Throws<TextFileException>(() => harness.ReadAll());

        Assert.Equal((TextFileFault.PositionBeyondEnd, 4, file), (failure.Fault, failure.Offset, failure.File));
        Assert.Contains("has 3 bytes", failure.Message);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Spouts.FromTextFiles(["a"], new TextFileOptions { MaxLineBytes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Spouts.FromTextFiles(["a"], new TextFileOptions { BufferBytes = 15 }));
    }

    private static Task<SpoutHarness<string>> OpenAsync(string file, TextFileOptions? options) =>
        SpoutHarness<string>.OpenAsync(Spouts.FromTextFiles([file], options));

    private static async Task FailsAsync(string file, TextFileFault fault, long? offset = null, TextFileOptions? options = null)
    {
        var harness = await OpenAsync(file, options);

        var failure = Assert.Throws<TextFileException>(() => harness.ReadAll());

        await harness.Spout.CloseAsync();
        Assert.Equal((fault, file), (failure.Fault, failure.File));
        Assert.Contains(file, failure.Message);
        if (offset is { } expected) Assert.Equal(expected, failure.Offset);
    }
}
