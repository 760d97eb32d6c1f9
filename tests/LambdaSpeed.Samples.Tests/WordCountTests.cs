using System.IO.Pipes;
using Xunit;

namespace LambdaSpeed.Samples.Tests;

public sealed class WordCountTests : IDisposable
{
    private const string Set = "books-victorian";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("4")]
    public async Task Export_OfRealBooks_IsTheReferenceByteForByte(string parallelism)
    {
        var books = RealData.PathTo(Set);

        var run = await SampleRun.WordCountAsync("--input", books, "--parallelism", parallelism, "--export", _scratch.Folder);

        run.RequireSuccess();
        Assert.Equal(Scratch.Unpack(RealData.PathTo(Set, "expected", "t1_word_counts.csv.gz")), _scratch.Read("t1_word_counts.csv"));
        Assert.Equal(await File.ReadAllBytesAsync(RealData.PathTo(Set, "expected", "t2_per_file.csv"),
            TestContext.Current.CancellationToken), _scratch.Read("t2_per_file.csv"));
    }

    [Fact]
    public async Task Report_WithoutInput_CountsTheBundledBooks()
    {
        var run = await SampleRun.WordCountAsync("--top", "1");

        run.RequireSuccess();
        Assert.Contains("2 files, 0.2 MB, 44,299 words, 5,312 distinct", run.Output, StringComparison.Ordinal);
        Assert.Contains("   1  the   1,711  3.86 %", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_OfEveryKind_AreCutAsDefined()
    {
        var text = _scratch.Write("text.txt", "Don't 'Tis well-known; na\u00efve O'Brien's'\r\n'' ' 42nd\nDON'T");

        var run = await SampleRun.WordCountAsync("--input", text, "--export", _scratch.Folder);

        run.RequireSuccess();
        Assert.Equal(
            "word,count\ndon't,2\nknown,1\nna,1\nnd,1\no'brien's,1\ntis,1\nve,1\nwell,1\n", _scratch.ReadText("t1_word_counts.csv"));
    }

    [Fact]
    public async Task Folder_WithPlainAndPackedTexts_StandsForThoseDirectlyInIt()
    {
        _scratch.Write("b.txt", "one two\n");
        _scratch.WritePacked("a.txt.gz", "two\r\nthree\r\n");
        _scratch.Write("c.md", "not counted");
        _scratch.Write("empty.txt", "");

        var run = await SampleRun.WordCountAsync("--input", _scratch.Folder, "--export", _scratch.Folder);

        run.RequireSuccess();
        Assert.Equal("word,count\ntwo,2\none,1\nthree,1\n", _scratch.ReadText("t1_word_counts.csv"));
        Assert.Equal(
            ["file,bytes,lines,tokens,distinct", "a.txt.gz,12,2,2,2", "b.txt,8,1,2,2", "empty.txt,0,0,0,0"],
            _scratch.ReadText("t2_per_file.csv").TrimEnd().Split('\n').Select(line => line[..line.LastIndexOf(',')]));
    }

    [Fact]
    public async Task Help_WhenAskedFor_NamesEveryOption()
    {
        var run = await SampleRun.WordCountAsync("--help");

        run.RequireSuccess();
        Assert.All("--input --top --parallelism --export 130".Split(' '), word =>
            Assert.Contains(word, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--bogus", "--bogus", "--input")]
    [InlineData("book.txt", "book.txt", "--input book.txt")]
    [InlineData("--top", "--top", "exactly one")]
    [InlineData("--top 0", "--top", "from 1 to 1000")]
    [InlineData("--top many", "--top", "many")]
    [InlineData("--top 1 --top 2", "--top", "twice")]
    [InlineData("--parallelism -1", "--parallelism", "from 1 to 64")]
    [InlineData("--input", "--input", "at least one")]
    [InlineData("--input no/such.txt", "--input", "no/such.txt")]
    public async Task Arguments_ThatAreWrong_AreNamedWithARemedy(string line, params string[] words) =>
        (await SampleRun.WordCountAsync(line.Split(' '))).RequireRefusal(words);

    [Fact]
    public async Task Folder_WithoutTexts_IsRefused() =>
        (await SampleRun.WordCountAsync("--input", _scratch.Folder)).RequireRefusal("--input", _scratch.Folder, "*.txt");

    [Fact]
    public async Task Line_OfMillionsOfWords_IsCounted()
    {
        var text = _scratch.Write("one-line.txt", string.Concat(Enumerable.Repeat("a bc def ", 1_000_000)) + new string('x', 1_000_000));

        var run = await SampleRun.WordCountAsync("--input", text, "--export", _scratch.Folder);

        run.RequireSuccess();
        Assert.Equal($"word,count\na,1000000\nbc,1000000\ndef,1000000\n{new string('x', 1_000_000)},1\n", _scratch.ReadText("t1_word_counts.csv"));
    }

    [Fact]
    public async Task File_NamedInTwoWays_IsCountedOnce()
    {
        _scratch.Write("text.txt", "one two\n");

        var run = await SampleRun.WordCountAsync(
            "--input", _scratch.PathTo("text.txt"), _scratch.PathTo("./text.txt"), _scratch.Folder, "--export", _scratch.Folder);

        run.RequireSuccess();
        Assert.Equal("word,count\none,1\ntwo,1\n", _scratch.ReadText("t1_word_counts.csv"));
    }

    [Fact]
    public async Task Folder_WithAFileThatCannotBeRead_IsRefused()
    {
        File.CreateSymbolicLink(_scratch.PathTo("lost.txt"), _scratch.PathTo("nowhere.txt"));

        (await SampleRun.WordCountAsync("--input", _scratch.Folder)).RequireRefusal("--input", "lost.txt");
    }

    [Fact]
    public async Task Pipe_InsteadOfAFile_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/fd is where Linux shows pipes");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);

        (await SampleRun.WordCountAsync("--input", $"/dev/fd/{pipe.GetClientHandleAsString()}"))
            .RequireRefusal("--input", "a pipe", "write it to a file first");
    }

    [Fact]
    public async Task Export_ToAFile_IsRefused() =>
        (await SampleRun.WordCountAsync("--export", _scratch.Write("taken", ""))).RequireRefusal("--export", "taken");

    [Fact]
    public async Task Run_OnACutOffPackedFile_FailsWithOneLine()
    {
        var whole = await File.ReadAllBytesAsync(
            Path.Combine(AppContext.BaseDirectory, "data", "austen-lady-susan.txt.gz"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_scratch.PathTo("cut.txt.gz"), whole[..^2000], TestContext.Current.CancellationToken);

        var run = await SampleRun.WordCountAsync("--input", _scratch.PathTo("cut.txt.gz"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cut.txt.gz", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_WhileReading_PrintsWhatWasCountedAndExportsNothing()
    {
        var text = _scratch.Write("long.txt", string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog\n", 2_000_000)));
        var folder = "";

        var run = await SampleRun.InterruptedAfterAsync(
            TimeSpan.FromMilliseconds(150), global::WordCount.WordCountApp.RunAsync,
            attempt => ["--input", text, "--export", folder = _scratch.PathTo($"out-{attempt}")]);

        Assert.Equal(130, run.ExitCode);
        Assert.StartsWith("INCOMPLETE", run.Output, StringComparison.Ordinal);
        Assert.Contains("words", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Interrupt_BeforeTheStart_EndsAtOnce()
    {
        using var interrupt = new CancellationTokenSource();
        await interrupt.CancelAsync();

        var run = await SampleRun.OfAsync(global::WordCount.WordCountApp.RunAsync, [], interrupt.Token);

        Assert.Equal(130, run.ExitCode);
    }
}
