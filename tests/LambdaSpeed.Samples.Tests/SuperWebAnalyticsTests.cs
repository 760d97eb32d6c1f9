using System.Text;
using Xunit;

namespace LambdaSpeed.Samples.Tests;

public sealed class SuperWebAnalyticsTests : IDisposable
{
    private const string Set = "nasa-http-19950801";

    private const string Common = """
        www.example.org - - [01/Aug/1995:00:00:01 -0400] "GET /index.html?from=here HTTP/1.0" 200 1839
        10.0.0.7 - ann [01/Aug/1995:00:59:59 -0400] "GET / HTTP/1.0" 304 -
        www.example.org - - [01/Aug/1995:01:00:00 -0400] "GET /index.html HTTP/1.0" 200 1839
        www.example.org - - [01/Aug/1995:01:00:01 -0400] "GET /logo.gif HTTP/1.0" 200 61
        10.0.0.7 - - [01/Aug/1995:01:00:02 -0400] "POST /index.html HTTP/1.0" 501 -
        """;

    private const string Combined = """
        ::1 - - [29/Feb/2024:23:59:59 +0000] "GET /a/ HTTP/1.1" 200 10 "https://example.org/?q=\"x\"" "Mozilla/5.0 (X11; \"odd\")"
        ::1 - Jo Do [01/Mar/2024:00:00:00 +0000] "GET /b.HTML HTTP/2.0" 200 20 "-" "curl/8.5"
        ::2 - - [01/Mar/2024:00:00:00 +0000] "-" 408 0 "-" "-"
        ::2 - - [01/Mar/2024:00:00:01 +0000] "GET /it's "here" HTTP/1.1" 404 30 "-" "-"
        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("4")]
    public async Task Export_OfTheRealLog_IsTheReferenceByteForByte(string parallelism)
    {
        var log = RealData.PathTo(Set, "access.tsv.gz");

        var run = await SampleRun.AnalyticsAsync("--input", log, "--parallelism", parallelism, "--export", _scratch.Folder);

        run.RequireSuccess();
        var references = Directory.GetFiles(RealData.PathTo(Set, "expected"))
            .Where(file => Path.GetFileName(file).StartsWith('a')).ToList();
        Assert.Equal(19, references.Count);
        Assert.All(references, file => Assert.Equal(File.ReadAllBytes(file), _scratch.Read(Path.GetFileName(file))));
        Assert.Equal("file,offset,reason,line\n", _scratch.ReadText("dead_letters.csv"));
    }

    [Fact]
    public async Task Report_WithoutInput_ReadsTheBundledLog()
    {
        var run = await SampleRun.AnalyticsAsync();

        run.RequireSuccess();
        Assert.Contains("2,000 requests, 37,421,542 bytes, 598 page views, 0 malformed lines", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_PlainInsteadOfPacked_GivesTheSame()
    {
        var packed = Path.Combine(AppContext.BaseDirectory, "data", "nasa-access-excerpt.tsv.gz");
        var plain = _scratch.Write("access.log", Encoding.UTF8.GetString(Scratch.Unpack(packed)));

        (await SampleRun.AnalyticsAsync("--input", packed, "--export", _scratch.PathTo("packed"))).RequireSuccess();
        (await SampleRun.AnalyticsAsync("--input", plain, "--export", _scratch.PathTo("plain"))).RequireSuccess();

        Assert.All(Directory.GetFiles(_scratch.PathTo("packed")), file =>
            Assert.Equal(File.ReadAllBytes(file), _scratch.Read(Path.Combine("plain", Path.GetFileName(file)))));
    }

    [Fact]
    public async Task Log_InTheCommonFormat_IsRecognised()
    {
        await ExportAsync(_scratch.Write("access.log", Common));

        Assert.Equal("hour_start,path,views\n807249600,/,1\n807249600,/index.html,1\n807253200,/index.html,1\n",
            _scratch.ReadText("a1_page_views_per_path_hour.csv"));
        Assert.Equal("hour_start,clients\n807249600,2\n807253200,1\n", _scratch.ReadText("a2_unique_clients_per_hour.csv"));
        Assert.Equal(
            "minute_start,class,requests,bytes\n807249600,2xx,1,1839\n807253140,3xx,1,0\n807253200,2xx,2,1900\n807253200,5xx,1,0\n",
            _scratch.ReadText("a4_bytes_per_status_class_minute.csv"));
        Assert.Equal("client,bytes\nwww.example.org,3739\n10.0.0.7,0\n", _scratch.ReadText("a7_bytes_per_client.top20.csv"));
    }

    [Fact]
    public async Task Log_InTheCombinedFormat_IsRecognised()
    {
        await ExportAsync(_scratch.WritePacked("access.log.gz", Combined));

        Assert.Equal("path,views\n/a/,1\n/b.HTML,1\n", _scratch.ReadText("a7_views_per_path.csv"));
        Assert.Equal("client,bytes\n::1,30\n::2,30\n", _scratch.ReadText("a7_bytes_per_client.csv"));
        Assert.Equal("file,offset,reason,line\n", _scratch.ReadText("dead_letters.csv"));
    }

    [Fact]
    public async Task Logs_OfSeveralFormats_AreAddedUp()
    {
        await ExportAsync(
            _scratch.Write("common.log", Common),
            _scratch.Write("combined.log", Combined),
            _scratch.Write("tabs.tsv", "bytes\turl\tresponse\tmethod\ttime\thost\n7\t/a/\t200\tGET\t1\tx,\"y\"\n"),
            _scratch.Write("quiet.log", ""));

        Assert.Equal("client,bytes\n10.0.0.7,0\n::1,30\n::2,30\nwww.example.org,3739\n\"x,\"\"y\"\"\",7\n",
            _scratch.ReadText("a7_bytes_per_client.csv"));
        Assert.Equal("path,views\n/,1\n/a/,2\n/b.HTML,1\n/index.html,2\n", _scratch.ReadText("a7_views_per_path.csv"));
    }

    [Fact]
    public async Task MalformedLines_AmongGoodOnes_AreDeadLettersByReason()
    {
        var log = _scratch.Write("access.log", string.Join('\n',
            "garbage",
            "h - - [01/Aug/1995:00:00:01 -0400] \"GET / HTTP/1.0\" 200 5",
            "",
            "h - - [31/Feb/1995:00:00:01 -0400] \"GET / HTTP/1.0\" 200 5",
            "h - - [01/Aug/1995:00:00:01 -0400] \"GET / HTTP/1.0\" 999 5",
            "h - - [01/Aug/1995:00:00:01 -0400] \"GET / HTTP/1.0\" 200 -5",
            "h - - [01/Aug/1995:00:00:01 -0400] \"GET / HTTP/1.0",
            "h - - [01/Aug/1995:00:00:02 -0400] \"GET / HTTP/1.0\" 200 5"));

        var output = await ExportAsync(log);

        Assert.Contains("2 requests, 10 bytes, 2 page views, 6 malformed lines", output, StringComparison.Ordinal);
        Assert.Contains("WrongFields      2\n", output, StringComparison.Ordinal);
        var letters = _scratch.ReadText("dead_letters.csv").TrimEnd().Split('\n').Skip(1)
            .OrderBy(letter => int.Parse(letter.Split(',')[1], null)).ToList();
        Assert.Equal(["access.log,0,WrongFields,garbage", "access.log,66,Empty,"], letters[..2]);
        Assert.Equal(
            ["WrongFields", "Empty", "BadTime", "BadStatus", "BadBytes", "WrongFields"], letters.Select(letter => letter.Split(',')[2]));
    }

    [Fact]
    public async Task TabSeparatedLines_WithWrongFields_AreDeadLetters()
    {
        var log = _scratch.Write("access.tsv", "host\ttime\tmethod\turl\tresponse\tbytes\n" +
            "h\t60\tGET\t/\t200\t5\nh\t60\tGET\t/\t200\nh\tnoon\tGET\t/\t200\t5\nh\t60\tGET\t/\tok\t5\nh\t60\tGET\t/\t200\tall\n");

        var output = await ExportAsync(log);

        Assert.Contains("1 requests, 5 bytes, 1 page views, 4 malformed lines", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TabSeparatedLines_WithNumbersBeyondSense_AreDeadLetters()
    {
        var log = _scratch.Write("access.tsv", "host\ttime\tmethod\turl\tresponse\tbytes\n" +
            "h\t60\tGET\t/\t200\t9223372036854775807\nh\t60\tGET\t/\t200\t9223372036854775807\n" +
            "h\t1700000000000\tGET\t/\t200\t5\nh\t1700000000\tGET\t/\t200\t5\n");

        var output = await ExportAsync(log);

        Assert.Contains("1 requests, 5 bytes, 1 page views, 3 malformed lines", output, StringComparison.Ordinal);
        Assert.Equal(["BadBytes", "BadBytes", "BadTime"],
            _scratch.ReadText("dead_letters.csv").TrimEnd().Split('\n').Skip(1).Select(letter => letter.Split(',')[2]).Order());
    }

    [Fact]
    public async Task Log_PackedAndCutOff_IsCalledSo()
    {
        var packed = await File.ReadAllBytesAsync(
            Path.Combine(AppContext.BaseDirectory, "data", "nasa-access-excerpt.tsv.gz"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_scratch.PathTo("cut.tsv.gz"), packed[..20], TestContext.Current.CancellationToken);
        var poem = _scratch.WritePacked("poem.gz", "Shall I compare thee\nto a summer's day?\n");

        (await SampleRun.AnalyticsAsync("--input", _scratch.PathTo("cut.tsv.gz"))).RequireRefusal("--input", "cut.tsv.gz", "cut off");
        (await SampleRun.AnalyticsAsync("--input", poem)).RequireRefusal("--input", "poem.gz", "no access log");
    }

    [Fact]
    public async Task File_ThatIsNoLog_IsRefused() =>
        (await SampleRun.AnalyticsAsync("--input", _scratch.Write("poem.txt", "Shall I compare thee\nto a summer's day?\n")))
            .RequireRefusal("--input", "poem.txt", "no access log");

    [Fact]
    public async Task File_ThatIsMissing_IsRefused() =>
        (await SampleRun.AnalyticsAsync("--input", _scratch.PathTo("absent.log")))
            .RequireRefusal("--input", "absent.log", "does not exist");

    [Fact]
    public async Task Folder_InsteadOfALog_IsRefused() =>
        (await SampleRun.AnalyticsAsync("--input", _scratch.Folder)).RequireRefusal("--input", _scratch.Folder, "folder");

    [Fact]
    public async Task Interrupt_WhileReading_PrintsWhatWasCounted()
    {
        var line = Common.Split('\n')[0] + "\n";
        var log = _scratch.Write("long.log", string.Concat(Enumerable.Repeat(line, 1_000_000)));
        var folder = "";

        var run = await SampleRun.InterruptedAfterAsync(
            TimeSpan.FromMilliseconds(300), global::SuperWebAnalytics.SuperWebAnalyticsApp.RunAsync,
            attempt => ["--input", log, "--export", folder = _scratch.PathTo($"out-{attempt}")]);

        Assert.Equal(130, run.ExitCode);
        Assert.StartsWith("INCOMPLETE", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder, "a*.csv"));
    }

    private async Task<string> ExportAsync(params string[] logs)
    {
        var run = await SampleRun.AnalyticsAsync(["--input", .. logs, "--export", _scratch.Folder]);
        run.RequireSuccess();
        return run.Output.ReplaceLineEndings("\n");
    }
}
