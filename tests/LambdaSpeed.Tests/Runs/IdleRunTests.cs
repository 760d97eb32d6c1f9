using System.Diagnostics;
using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>A topology without input costs nothing.</summary>
[Collection(nameof(QuietCollection))]
public sealed class IdleRunTests
{
    private const double MostShare = 0.01;

    private static readonly TimeSpan _watched = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Run_WithoutInput_UsesNoProcessor() => Assert.InRange(await IdleShareAsync(TimeProvider.System), 0, MostShare);

    [Fact]
    public async Task Run_OnAClockThatStands_UsesNoProcessor() => Assert.InRange(await IdleShareAsync(new FakeTimeProvider()), 0, MostShare);

    [Fact]
    public async Task Run_WithoutInput_PublishesNoEpochsAndAsksNoSpout()
    {
        var (run, spout) = await StartAsync(TimeProvider.System);
        await using var _ = run;
        var (published, asked) = (run.PublishedEpoch, spout.Asked);
        await Task.Delay(100, RunFixture.Cancel);

        Assert.Equal((published, asked), (run.PublishedEpoch, spout.Asked));
    }

    [Fact]
    public async Task Spout_PausedBriefly_AndWokenOften_IsNotAskedMoreAndMore()
    {
        var spout = new LambdaSpout(_ => SpoutStatus.PausedFor(TimeSpan.FromMilliseconds(1)));
        var builder = new TopologyBuilder("paused");
        builder.AddSpout("numbers", spout).Ignore();
        await using var run = await builder.StartAsync();
        for (var i = 0; i < 200; i++)
        {
            spout.Opened.Wake();
            await Task.Delay(1, RunFixture.Cancel);
        }
        var before = spout.Asked;
        await Task.Delay(500, RunFixture.Cancel);

        Assert.InRange(spout.Asked - before, 1, 2000); // once a millisecond and worker, with room for a clock that is early
    }

    private static async Task<double> IdleShareAsync(TimeProvider clock)
    {
        var (run, _) = await StartAsync(clock);
        await using var idle = run;
        var least = 1.0;
        for (var i = 0; i < 10 && least > MostShare; i++) least = Math.Min(least, await ShareAsync());
        return least;
    }

    /// <summary>The process's share of one core; what the runtime does after other tests (compiling, collecting) counts too.</summary>
    private static async Task<double> ShareAsync()
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Task.Delay(_watched, RunFixture.Cancel);
        process.Refresh();
        return (process.TotalProcessorTime - before) / _watched;
    }

    /// <summary>A run that has done some work and then has none.</summary>
    private static async Task<(TopologyRun Run, FedSpout<long> Spout)> StartAsync(TimeProvider clock)
    {
        var spout = new FedSpout<long>();
        var builder = new TopologyBuilder("idle");
        var view = builder.AddSpout("numbers", spout).Shuffle().GroupBy(x => x).Aggregate("v", a => a.Count(), 3).ToView();
        var run = await builder.StartAsync(new() { TimeProvider = clock });
        spout.Push(1, 2, 3);
        await run.Until(() => run.Component("v").TuplesRead == 3);
        await run.Within(run.PublishAsync(RunFixture.Cancel));
        await Task.Delay(200, RunFixture.Cancel); // the timer that the activity has armed
        Assert.Equal(1, run.View(view).Get(1));
        return (run, spout);
    }
}
