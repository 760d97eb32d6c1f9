using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>SuperWebAnalytics with a batch layer: the export is that without.</summary>
public sealed partial class BatchEveryTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("data")]
    public async Task Export_WithABatchLayer_IsThatWithout(string? data)
    {
        (await SampleRun.AnalyticsAsync("--export", _scratch.PathTo("expected"))).RequireSuccess();
        var expected = Exports.Read(_scratch.PathTo("expected"));
        string[] line = ["--batch-every", "200", "--query", "/shuttle/countdown/", "/none", "--export", _scratch.PathTo("export"),
            .. data is null ? Array.Empty<string>() : ["--data", _scratch.PathTo(data), "--rate", "250"]];

        var run = await SampleRun.AnalyticsAsync(line);

        run.RequireSuccess();
        Exports.RequireSame(expected, _scratch.PathTo("export"), run.Output);
        var views = long.Parse(Query().Match(run.Output.Split("Batch layer:")[1]).Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture);
        Assert.Equal(_scratch.ReadText("export/a7_views_per_path.csv").Split('\n').Single(row => row.StartsWith("/shuttle/countdown/,", StringComparison.Ordinal)),
            $"/shuttle/countdown/,{views}");
        Assert.Contains("/none: 0 views by 0 clients", run.Output, StringComparison.Ordinal);
        if (data is null) return;

        Assert.Contains("\nbatch 2: ", "\n" + run.Output, StringComparison.Ordinal);
        Assert.Contains("clients-per-path: of ", run.Output, StringComparison.Ordinal);
        Assert.InRange(new KeptFolder(_scratch.PathTo(data)).BatchViews(), 3, 7); // the end overtakes the last ones
        var again = await SampleRun.AnalyticsAsync(line);
        again.RequireSuccess();
        Exports.RequireSame(expected, _scratch.PathTo("export"), again.Output);
        (await SampleRun.AnalyticsAsync("--data", _scratch.PathTo(data))).RequireRefusal("--batch-every");
    }

    [Theory]
    [InlineData("--batch-every 0", "--batch-every", "from 1 to")]
    [InlineData("--query /", "--query", "--batch-every")]
    public async Task Arguments_ThatAreWrong_AreNamedWithARemedy(string line, params string[] words) =>
        (await SampleRun.AnalyticsAsync(line.Split(' '))).RequireRefusal(words);

    [GeneratedRegex("/shuttle/countdown/: ([0-9,]+) views by [1-9]")]
    private static partial Regex Query();
}
