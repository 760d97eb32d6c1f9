using System.Text;
using Xunit;

namespace LambdaSpeed.Tests.Sources;

/// <summary>Text files: what a line is, who reads it, and how it is named.</summary>
public sealed class TextFileSpoutTests : IDisposable
{
    private readonly TextFileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("\n", new[] { "" })]
    [InlineData("a\r\nb\n\nc\r\n\r\n", new[] { "a", "b", "", "c", "" })]
    [InlineData("a\rb\n\r", new[] { "a\rb", "\r" })]
    [InlineData("\uFEFFa\nb", new[] { "a", "b" })]
    [InlineData("\uFEFF", new string[0])]
    [InlineData("a\n\uFEFFb", new[] { "a", "\uFEFFb" })]
    public async Task Lines_AreCutAtLfAndCrLf(string text, string[] lines)
    {
        var plain = _folder.Write(text);
        var packed = _folder.Write(TextFileFolder.Pack(Encoding.UTF8.GetBytes(text)));

        Assert.Equal([.. lines, .. lines], await ReadAsync([plain, packed]));
    }

    [Fact]
    public async Task Lines_LongerThanTheBuffer_AreWhole()
    {
        var lines = Enumerable.Range(0, 200).Select(i => string.Concat(Enumerable.Repeat("aé€😀", i))).ToArray();
        var file = _folder.Write(string.Join("\r\n", lines));

        Assert.Equal(lines, await ReadAsync([file], new TextFileOptions { BufferBytes = 16 }));
    }

    [Fact]
    public async Task Gzip_OfSeveralMembers_IsOneText()
    {
        var members = Enumerable.Range(0, 300).Select(i => new string((char)('a' + (i % 26)), i * 7)).ToArray();
        var file = _folder.Write([.. members.SelectMany(member => TextFileFolder.Pack(Encoding.UTF8.GetBytes(member)))]);

        Assert.Equal([string.Concat(members)], await ReadAsync([file]));
    }

    [Fact]
    public async Task Files_AreSharedOutOverTheTasks()
    {
        var files = Enumerable.Range(0, 5).Select(i => _folder.Write($"{i}")).ToArray();
        var first = await SpoutHarness<string>.OpenAsync(Spouts.FromTextFiles(files), new ComponentContextBuilder(0, 2));
        var second = await SpoutHarness<string>.OpenAsync(Spouts.FromTextFiles(files), new ComponentContextBuilder(1, 2));
        var idle = await SpoutHarness<string>.OpenAsync(Spouts.FromTextFiles(files), new ComponentContextBuilder(6, 7));

        Assert.Equal(["0", "2", "4"], first.ReadAll());
        Assert.Equal(["1", "3"], second.ReadAll());
        Assert.Empty(idle.ReadAll());
        Assert.Equal([1, 3], second.Positions().Select(position => position.Partition));
    }

    [Fact]
    public async Task TextLine_SaysWhereItStood()
    {
        string[] files = [_folder.Write("é\r\nb"), _folder.Write("\nc")];
        var harness = await SpoutHarness<TextLine>.OpenAsync(Spouts.FromTextFiles(files, TextLine.Of));

        Assert.Equal(
            [new("é", files[0], 0, 0), new("b", files[0], 0, 4), new("", files[1], 1, 0), new TextLine("c", files[1], 1, 1)],
            harness.ReadAll());
    }

    [Fact]
    public async Task RawLine_GivesBytesAndNumber_ToAParserWithoutStrings()
    {
        var spout = Spouts.FromTextFiles([_folder.Write("10\n20\n30")], line => (line.Number, Value: int.Parse(line.Utf8)));
        var harness = await SpoutHarness<(long?, int)>.OpenAsync(spout);

        Assert.Equal([(1, 10), (2, 20)], harness.Next(2));
        Assert.Equal([new LogPosition(0, 0), new LogPosition(0, 3)], harness.Stamps);

        var resumed = await SpoutHarness<(long?, int)>.OpenAsync(spout, harness.Positions());
        Assert.Equal([(null, 30)], resumed.ReadAll());
    }

    [Fact]
    public async Task InvalidUtf8_IsReplaced()
    {
        var file = _folder.Write([(byte)'a', 0xff, (byte)'b', (byte)'\n', (byte)'c']);

        Assert.Equal(["a\uFFFDb", "c"], await ReadAsync([file]));
    }

    private static async Task<List<string>> ReadAsync(string[] files, TextFileOptions? options = null)
    {
        var harness = await SpoutHarness<string>.OpenAsync(Spouts.FromTextFiles(files, options));
        var lines = harness.ReadAll(3);
        Assert.Equal(SpoutStatus.Ended, harness.Status);
        await harness.Spout.CloseAsync();
        return lines;
    }
}
