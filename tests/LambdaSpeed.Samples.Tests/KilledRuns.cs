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
/// <param name="more">Further words of the command line.</param>
internal sealed class KilledRuns(
    Scratch scratch, string input, int rate, IReadOnlyList<(string Name, byte[] Content)> expected, int seed, params string[] more)
{
    private readonly Random _random = new(seed);
    private readonly StringBuilder _story = new(); // what was done to the present folder
    private int _killsOfFolder; // attempts to kill on the present folder
    private TimeSpan _startUp; // how long an undisturbed run took to its first line
    private long _wholeBytes;  // of the log that it left
    private long _wholeLines;  // of the same

    public int Kills { get; private set; }

    /// <summary>Of these, how many before anything was committed.</summary>
    public int BeforeTheFirstCommit { get; private set; }

    /// <summary>Of these, how many when some lines were taken in, and not all.</summary>
    public int AmongTheLines { get; private set; }

    /// <summary>How many folders came to their end.</summary>
    public int Folders { get; private set; }

    /// <summary>How many batch views were in force at the ends of all folders.</summary>
    public int BatchViews { get; private set; }

    public override string ToString() =>
        $"seed {seed}: {Kills} kills on {Folders} folders, {BeforeTheFirstCommit} before the first commit, {AmongTheLines} among the lines";

    /// <summary>Kills so often, and checks the export of each folder.</summary>
    public async Task KillAsync(int kills)
    {
        await MeasureAsync(scratch.PathTo("undisturbed"));
        while (Kills < kills)
        {
            var folder = scratch.PathTo($"data-{Folders}");
            _story.Clear();
            _killsOfFolder = 0;
            while (Kills < kills && await KillOnceAsync(folder))
            {
            }
            await FinishAsync(folder);
            Assert.Equal(_wholeLines, await new KeptFolder(folder).CountLinesAsync());
            BatchViews += new KeptFolder(folder).BatchViews();
            Folders++;
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task MeasureAsync(string folder)
    {
        var kept = new KeptFolder(folder);
        var clock = Stopwatch.StartNew();
        using (var process = SampleProcess.Analytics(Arguments(folder)))
        {
            while (kept.LineBytes() == 0 && !process.HasExited) await Task.Delay(1, TestContext.Current.CancellationToken);
            _startUp = clock.Elapsed;
            await process.ExitAsync();
        }
        await FinishAsync(folder); // a start after the end
        (_wholeBytes, _wholeLines) = (kept.LineBytes(), await kept.CountLinesAsync());
    }

    private async Task<bool> KillOnceAsync(string folder)
    {
        var kept = new KeptFolder(folder);
        using (var process = SampleProcess.Analytics(Arguments(folder)))
        {
            var (moment, isMoment, delay) = ChooseMoment(kept);
            if (!await process.KillAsync(isMoment, delay)) return false;
            _story.Append(CultureInfo.InvariantCulture, $"killed {delay.TotalMilliseconds:N0} ms after {moment}");
        }
        Kills++;
        var committed = kept.Committed().Values.Sum();
        if (committed == 0) BeforeTheFirstCommit++;
        else if (committed < _wholeLines) AmongTheLines++;
        var torn = _random.Next(2) == 0 ? kept.TearLines(_random) : "nothing torn";
        if (_random.Next(4) == 0) kept.TearCheckpoints(_random);
        _story.AppendLine(CultureInfo.InvariantCulture, $": {committed} lines committed; {torn}");
        return true;
    }

    /// <summary>While it starts, after a commit, among the lines, or about its end: each in its turn, so that each happens.</summary>
    private (string Name, Func<bool> IsMoment, TimeSpan Delay) ChooseMoment(KeptFolder kept)
    {
        var (lines, commits) = (Math.Min(kept.LineBytes(), _wholeBytes), kept.CheckpointBytes());
        var goal = lines + (long)((_wholeBytes - lines) * 0.5 * _random.NextDouble());
        return (_killsOfFolder++ % 4) switch
        {
            0 => ("its start", () => true, _startUp * (0.5 * _random.NextDouble())), // this start may be faster than the one measured
            1 => ("a commit", () => kept.LineBytes() > lines && kept.CheckpointBytes() > commits, Milliseconds(40)),
            2 => ($"{goal} bytes of lines", () => kept.LineBytes() > goal, Milliseconds(40)),
            _ when _random.Next(2) == 0 => ("its start", () => true, _startUp * (2 * _random.NextDouble())),
            _ => ("the last lines", () => kept.LineBytes() >= 0.97 * _wholeBytes, Milliseconds(400)),
        };
    }

    private TimeSpan Milliseconds(int most) => TimeSpan.FromMilliseconds(most * _random.NextDouble());

    /// <summary>Lets it come to its end, and checks the export.</summary>
    private async Task FinishAsync(string folder)
    {
        var (exitCode, texts) = await SampleProcess.RunAnalyticsAsync(Arguments(folder));
        Assert.True(exitCode == 0, $"{this}\n{_story}ended with {exitCode}: {texts}");
        Exports.RequireSame(expected, scratch.PathTo("export"), $"{this}\n{_story}");
    }

    private string[] Arguments(string folder) =>
    [
        "--input", input, "--data", folder, "--export", scratch.PathTo("export"),
        "--rate", rate.ToString(CultureInfo.InvariantCulture),
        "--parallelism", _random.Next(1, 4).ToString(CultureInfo.InvariantCulture), .. more,
    ];
}
