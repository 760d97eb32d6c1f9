using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>Real processes that are really killed, while they start and while they work, some with a torn end of their log: whatever
/// happens, the same command ends with the same export, byte for byte.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const string Set = "nasa-http-19950801";

    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("LAMBDASPEED_KILLS"), out var kills) ? kills : 20;

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("LAMBDASPEED_FIRST_SEED"), out var seed) ? seed : 1;

    private readonly Scratch _scratch = new();

    private static int KillsOnRealData => RealData.Has(Set) ? Kills / 2 : 0;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Kill_AtAnyMoment_ExportOfTheExcerptIsTheSame()
    {
        var log = Path.Combine(AppContext.BaseDirectory, "data", "nasa-access-excerpt.tsv.gz");
        (await SampleRun.AnalyticsAsync("--input", log, "--export", _scratch.PathTo("expected"))).RequireSuccess();

        await KillAsync(log, rate: 700, Exports.Read(_scratch.PathTo("expected")), Kills - KillsOnRealData);
    }

    [Fact]
    public async Task Kill_AtAnyMoment_ExportOfTheRealLogIsTheReference()
    {
        var log = RealData.PathTo(Set, "access.tsv.gz");
        var references = Exports.Read(RealData.PathTo(Set, "expected")).Where(file => file.Name.StartsWith('a'));
        var letters = ("dead_letters.csv", "file,offset,reason,line\n"u8.ToArray());

        await KillAsync(log, rate: 8_000, [.. references, letters], KillsOnRealData);
    }

    /// <summary>With a batch layer at work: while it cuts, computes, hands over, deletes what is not read any more.</summary>
    [Fact]
    public async Task Kill_AtAnyMoment_WithABatchLayer_ExportIsTheSame()
    {
        var log = Path.Combine(AppContext.BaseDirectory, "data", "nasa-access-excerpt.tsv.gz");
        (await SampleRun.AnalyticsAsync("--input", log, "--export", _scratch.PathTo("expected"))).RequireSuccess();
        var runs = new KilledRuns(
            _scratch, log, rate: 700, Exports.Read(_scratch.PathTo("expected")), Seed + 1, "--batch-every", "50", "--query", "/");

        await runs.KillAsync(Math.Max(4, Kills / 4));

        output.WriteLine($"{runs}, {runs.BatchViews} batch views");
        Assert.InRange(runs.BatchViews, 1, int.MaxValue);
    }

    private async Task KillAsync(string log, int rate, IReadOnlyList<(string Name, byte[] Content)> expected, int kills)
    {
        var runs = new KilledRuns(_scratch, log, rate, expected, Seed);
        await runs.KillAsync(kills);

        output.WriteLine(runs.ToString());
        Assert.True(runs.BeforeTheFirstCommit > 0 && runs.AmongTheLines > 0, $"the kills came at the same moment: {runs}");
    }
}
