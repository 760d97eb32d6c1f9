using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>A disk without room, wherever it gives out: the run waits and goes on by itself; when its patience is over it says why, has lost
/// nothing, and the same command finishes the work.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string NoRoom = "No space left on device";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);

    private readonly Scratch _scratch = new();
    private readonly SmallDisk _disk;

    public FullDiskTests()
    {
        try
        {
            _disk = SmallDisk.At(_scratch.PathTo("disk"));
        }
        catch // skipped
        {
            _scratch.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _disk.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData(60)]
    [InlineData(150)]
    public async Task Run_OnAFullDisk_WaitsAndGoesOnByItself(int kilobytesLeft)
    {
        var expected = await ExpectedAsync();
        _disk.Fill(kilobytesLeft);
        using var process = SampleProcess.Analytics(Arguments(patience: 120));
        await process.UntilItPrintsAsync(NoRoom);
        await Task.Delay(Pause, TestContext.Current.CancellationToken);
        Assert.False(process.HasExited, process.Texts);

        _disk.Clear();

        Assert.True(await process.ExitAsync() == 0, process.Texts);
        Exports.RequireSame(expected, _scratch.PathTo("export"), process.Texts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Run_WhosePatienceIsOver_SaysWhy_AndTheSameCommandFinishes(int kilobytesLeft)
    {
        var expected = await ExpectedAsync();
        _disk.Fill(kilobytesLeft);

        var (exitCode, texts) = await SampleProcess.RunAnalyticsAsync(Arguments(patience: 1));

        Assert.True(exitCode == 1, texts);
        var failure = Assert.Single(texts.Split('\n'), line => line.StartsWith("The run failed: ", StringComparison.Ordinal));
        Assert.Contains(NoRoom, failure, StringComparison.Ordinal);
        _disk.Clear();
        (exitCode, texts) = await SampleProcess.RunAnalyticsAsync(Arguments(patience: 1));
        Assert.True(exitCode == 0, texts);
        Exports.RequireSame(expected, _scratch.PathTo("export"), texts);
    }

    [Fact]
    public async Task Run_KilledOnAFullDisk_GoesOnWhenThereIsRoom()
    {
        var expected = await ExpectedAsync();
        _disk.Fill(kilobytesLeft: 200);
        using (var process = SampleProcess.Analytics(Arguments(patience: 120)))
        {
            await process.UntilItPrintsAsync(NoRoom);
            Assert.True(await process.KillAsync(() => true, Pause));
        }
        var again = await SampleProcess.RunAnalyticsAsync(Arguments(patience: 1)); // the disk is still full
        Assert.True(again.ExitCode == 1 && again.Texts.Contains(NoRoom, StringComparison.Ordinal), again.Texts);
        _disk.Clear();

        var (exitCode, texts) = await SampleProcess.RunAnalyticsAsync(Arguments(patience: 1));

        Assert.True(exitCode == 0, texts);
        Exports.RequireSame(expected, _scratch.PathTo("export"), texts);
    }

    private async Task<IReadOnlyList<(string Name, byte[] Content)>> ExpectedAsync()
    {
        (await SampleRun.AnalyticsAsync("--export", _scratch.PathTo("expected"))).RequireSuccess();
        return Exports.Read(_scratch.PathTo("expected"));
    }

    private string[] Arguments(int patience) =>
    [
        "--data", _scratch.PathTo("disk/data"), "--export", _scratch.PathTo("export"), "--rate", "2000", "--patience", $"{patience}",
    ];
}
