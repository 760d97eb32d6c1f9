using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>Starts <c>SuperWebAnalytics --data</c> over and over on one folder and kills it, until it comes to its end; then on another
/// folder.</summary>
/// <param name="scratch">Where folders are made.</param>
/// <param name="input">The log that is analysed.</param>
/// <param name="rate">How fast it is taken in, so that there is time to kill.</param>
/// <param name="expected">The export.</param>
/// <param name="seed">Of the moments of the kills, and of what is torn.</param>
internal sealed class KilledRuns(Scratch scratch, string input, int rate, IReadOnlyList<(string Name, byte[] Content)> expected, int seed)
{
    private readonly Random _random = new(seed);
    private readonly StringBuilder _story = new(); // what was done to the present folder
    private TimeSpan _whole; // how long a run took that was not disturbed

    public int Kills { get; private set; }

    /// <summary>Of these, how many before anything was committed.</summary>
    public int BeforeTheFirstCommit { get; private set; }

    /// <summary>Of these, how many when some lines were taken in, and not all.</summary>
    public int AmongTheLines { get; private set; }

    /// <summary>How many folders came to their end.</summary>
    public int Folders { get; private set; }

    public override string ToString() =>
        $"seed {seed}: {Kills} kills on {Folders} folders, {BeforeTheFirstCommit} before the first commit, {AmongTheLines} among the lines";

    /// <summary>Kills so often, and checks the export of each folder.</summary>
    public async Task KillAsync(int kills)
    {
        var undisturbed = Stopwatch.StartNew();
        var lines = await FinishAsync(scratch.PathTo("undisturbed"));
        _whole = undisturbed.Elapsed;
        while (Kills < kills)
        {
            var folder = scratch.PathTo($"data-{Folders}");
            _story.Clear();
            while (Kills < kills && await KillOnceAsync(folder, lines))
            {
            }
            Assert.Equal(lines, await FinishAsync(folder));
            Folders++;
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<bool> KillOnceAsync(string folder, long lines)
    {
        // half of the kills come while it starts, the others at any moment
        var delay = _whole * (_random.NextDouble() * (_random.Next(2) == 0 ? 0.4 : 1.1));
        using (var process = SampleProcess.Analytics(Arguments(folder)))
        {
            if (!await process.KillAfterAsync(delay)) return false;
        }
        Kills++;
        var kept = new KeptFolder(folder);
        var committed = kept.Committed().Values.Sum();
        if (committed == 0) BeforeTheFirstCommit++;
        if (committed > 0 && committed < lines) AmongTheLines++;
        var torn = _random.Next(2) == 0 ? kept.TearLines(_random) : "nothing torn";
        if (_random.Next(4) == 0) kept.TearCheckpoints(_random);
        _story.AppendLine(CultureInfo.InvariantCulture, $"killed after {delay.TotalMilliseconds:N0} ms, {committed} lines committed; {torn}");
        return true;
    }

    /// <summary>Lets it come to its end.</summary>
    /// <returns>How many lines the log has then.</returns>
    private async Task<long> FinishAsync(string folder)
    {
        var (exitCode, texts) = await SampleProcess.RunAnalyticsAsync(Arguments(folder));
        Assert.True(exitCode == 0, $"{this}\n{_story}ended with {exitCode}: {texts}");
        Exports.RequireSame(expected, scratch.PathTo("export"), $"{this}\n{_story}");
        return await new KeptFolder(folder).CountLinesAsync();
    }

    private string[] Arguments(string folder) =>
    [
        "--input", input, "--data", folder, "--export", scratch.PathTo("export"),
        "--rate", rate.ToString(CultureInfo.InvariantCulture),
        "--parallelism", _random.Next(1, 4).ToString(CultureInfo.InvariantCulture),
    ];
}
