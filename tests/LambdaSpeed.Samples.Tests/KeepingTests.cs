using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>The samples with <c>--data</c>, without violence.</summary>
public sealed class KeepingTests : IDisposable
{
    private const string Garbled = """
        h - - [01/Aug/1995:00:00:01 -0400] "GET / HTTP/1.0" 200 5
        garbage, more than once

        garbage, more than once
        h - - [01/Aug/1995:00:00:02 -0400] "GET / HTTP/1.0" 200 5
        """;

    private readonly Scratch _scratch = new();

    private string Data => _scratch.PathTo("data");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task WordCount_WithData_ExportsTheSame_AtTheFirstStartAndAtEachLaterOne()
    {
        (await SampleRun.WordCountAsync("--export", _scratch.PathTo("expected"))).RequireSuccess();
        var expected = Exports.Read(_scratch.PathTo("expected"));

        (await SampleRun.WordCountAsync("--data", Data, "--parallelism", "3")).RequireSuccess(); // no export yet
        foreach (var start in Enumerable.Range(2, 2))
        {
            (await SampleRun.WordCountAsync("--data", Data, "--export", _scratch.PathTo("export"))).RequireSuccess();
            Exports.RequireSame(expected, _scratch.PathTo("export"), $"start {start}");
        }
    }

    [Fact]
    public async Task Analytics_OfSeveralLogs_WithData_ExportsTheSame_DeadLettersToo()
    {
        string[] logs = ["--input", .. Enumerable.Range(1, 6).Select(i => _scratch.Write($"{i}.log", Garbled))];
        (await SampleRun.AnalyticsAsync([.. logs, "--export", _scratch.PathTo("expected")])).RequireSuccess();

        (await SampleRun.AnalyticsAsync([.. logs, "--data", Data, "--export", _scratch.PathTo("export")])).RequireSuccess();

        Exports.RequireSame(Exports.Read(_scratch.PathTo("expected")), _scratch.PathTo("export"), "the first start");
        Assert.Equal(30, await new KeptFolder(Data).CountLinesAsync());
        Assert.Equal(1 + 18, _scratch.ReadText("export/dead_letters.csv").Split('\n').Length - 1);
        Assert.EndsWith("6.log,58,WrongFields,\"garbage, more than once\"\n6.log,82,Empty,\n6.log,83,WrongFields,\"garbage, more than once\"\n",
            _scratch.ReadText("export/dead_letters.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_ThenTheSameCommand_GoesOnWhereItWas()
    {
        (await SampleRun.AnalyticsAsync("--export", _scratch.PathTo("expected"))).RequireSuccess();
        var first = await SampleRun.InterruptedAsync(
            global::SuperWebAnalytics.SuperWebAnalyticsApp.RunAsync, ["--data", Data, "--rate", "300"], () => new KeptFolder(Data).LineBytes() > 0);
        var taken = await new KeptFolder(Data).CountLinesAsync();
        var second = await SampleRun.AnalyticsAsync("--data", Data, "--export", _scratch.PathTo("export"));

        Assert.Equal(130, first.ExitCode);
        Assert.StartsWith("INCOMPLETE", first.Output, StringComparison.Ordinal);
        Assert.InRange(taken, 1, 2_000);
        second.RequireSuccess();
        Exports.RequireSame(Exports.Read(_scratch.PathTo("expected")), _scratch.PathTo("export"), $"after {taken} lines");
    }

    [Fact]
    public async Task Folder_OfOtherInput_IsRefused()
    {
        var log = _scratch.Write("a.log", Garbled);
        (await SampleRun.AnalyticsAsync("--data", Data, "--input", log)).RequireSuccess();

        (await SampleRun.AnalyticsAsync("--data", Data)).RequireRefusal("--data", Data, "made for a.log");
        (await SampleRun.AnalyticsAsync("--data", Data, "--input", log, _scratch.Write("b.log", Garbled))).RequireRefusal("1 files, not for 2");
        (await SampleRun.WordCountAsync("--data", Data)).RequireRefusal("super-web-analytics");
        _scratch.Write("a.log", Garbled.Replace("200", "404", StringComparison.Ordinal));
        (await SampleRun.AnalyticsAsync("--data", Data, "--input", log)).RequireRefusal("a.log", "not the file it was");
    }

    [Fact]
    public async Task Folder_ThatAnotherOneUses_IsRefused()
    {
        await using var other = await ReplayLog.OpenAsync(Path.Combine(Data, "inputs"), cancellationToken: TestContext.Current.CancellationToken);

        var run = await SampleRun.AnalyticsAsync("--data", Data);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is locked: another process", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_ThatIsDamaged_FailsTheRunWithOneLine()
    {
        var whole = await File.ReadAllBytesAsync(
            Path.Combine(AppContext.BaseDirectory, "data", "nasa-access-excerpt.tsv.gz"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_scratch.PathTo("cut.tsv.gz"), whole[..^2000], TestContext.Current.CancellationToken);

        var run = await SampleRun.AnalyticsAsync("--input", _scratch.PathTo("cut.tsv.gz"), "--data", Data);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cut.tsv.gz", run.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rate 10", "--rate", "--data")]
    [InlineData("--patience 10", "--patience", "--data")]
    [InlineData("--data", "--data", "exactly one")]
    [InlineData("--data d --rate 0", "--rate", "from 1 to")]
    public async Task Arguments_ThatAreWrong_AreNamedWithARemedy(string line, params string[] words) =>
        (await SampleRun.AnalyticsAsync(line.Split(' '))).RequireRefusal(words);
}
