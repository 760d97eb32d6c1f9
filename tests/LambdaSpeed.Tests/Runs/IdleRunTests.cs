using System.Diagnostics;
using System.Globalization;
using LambdaSpeed.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>A topology without input costs nothing.</summary>
[Collection(nameof(QuietCollection))]
public sealed class IdleRunTests
{
    private const double MostShare = 0.01;

    [Fact]
    public Task Run_WithoutInput_UsesNoProcessorOverTenSeconds() => RequireIdleAsync(TimeProvider.System, TimeSpan.FromSeconds(10));

    [Fact]
    public Task Run_OnAClockThatStands_UsesNoProcessor() => RequireIdleAsync(new FakeTimeProvider(), TimeSpan.FromSeconds(2));

    [Fact]
    public async Task Run_WithoutInput_PublishesNoEpochsAndAsksNoSpout()
    {
        var (run, spout) = await StartAsync(TimeProvider.System);
        await using var _ = run;
        (EpochId, int) before, after;
        var looks = 0;
        do // a timer that the activity has armed may be late
        {
            before = (run.PublishedEpoch, spout.Asked);
            await Task.Delay(300, RunFixture.Cancel);
            after = (run.PublishedEpoch, spout.Asked);
        }
        while (before != after && ++looks < 20);

        Assert.Equal(before, after);
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
        var watched = Stopwatch.StartNew();
        var before = spout.Asked;
        await Task.Delay(500, RunFixture.Cancel);
        await run.Until(() => spout.Asked > before);
        var asked = spout.Asked - before;

        Assert.InRange(asked, 1, 4 * watched.ElapsedMilliseconds); // once a millisecond and worker, with room for a clock that is early
    }

    private static async Task RequireIdleAsync(TimeProvider clock, TimeSpan watched)
    {
        var (run, _) = await StartAsync(clock);
        await using var idle = run;
        await SettleAsync();
        var busy = await BusyThreadsAsync(watched);
        for (var i = 1; i < 3 && busy.Total > MostShare; i++) busy = await BusyThreadsAsync(watched); // the collector or the test runner

        Assert.True(busy.Total <= MostShare, $"an idle run and the process around it use {busy.Total:P1} of a core: {busy.Threads}");
    }

    /// <summary>Waits, for a minute at most, until what other tests have left is done: above all, compiling what they had made hot.</summary>
    private static async Task SettleAsync()
    {
        for (var i = 0; i < 60 && (await BusyThreadsAsync(TimeSpan.FromSeconds(1))).Total > MostShare; i++)
        {
        }
    }

    /// <summary>The process's share of one core, and which threads it is spent in, as far as the system says.</summary>
    private static async Task<(double Total, string Threads)> BusyThreadsAsync(TimeSpan watched)
    {
        using var process = Process.GetCurrentProcess();
        var (before, threads) = (process.TotalProcessorTime, ThreadTimes());
        await Task.Delay(watched, RunFixture.Cancel);
        process.Refresh();
        var spent = ThreadTimes().Select(thread => (thread.Key, Ticks: thread.Value - threads.GetValueOrDefault(thread.Key)));
        return ((process.TotalProcessorTime - before) / watched,
            string.Join(", ", spent.Where(thread => thread.Ticks > 0).Select(thread => $"{thread.Key} {thread.Ticks} ticks")));
    }

    private static Dictionary<string, long> ThreadTimes() => !OperatingSystem.IsLinux() ? [] :
        Directory.EnumerateDirectories("/proc/self/task").Select(path => ReadThread(Path.GetFileName(path))).OfType<KeyValuePair<string, long>>().ToDictionary();

    private static KeyValuePair<string, long>? ReadThread(string id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/self/task/{id}/stat"); // id (name) state …; the times are the 14th and 15th field
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')];
            return new($"{name} ({id})", long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null; // the thread has gone meanwhile
        }
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
