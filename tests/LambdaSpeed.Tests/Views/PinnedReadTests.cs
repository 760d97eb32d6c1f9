using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Views;

/// <summary>Reads while epochs are published faster than they take, across restarts.</summary>
public sealed class PinnedReadTests
{
    [Fact]
    public async Task Read_WhileEpochsRaceAndTheRunRestarts_NeverMissesAKey()
    {
        var builder = new TopologyBuilder("racing");
        var fails = 0;
        var view = builder.AddSpout("numbers", () => new FlakySpout(long.MaxValue, 2_000, () => Interlocked.Increment(ref fails) < 300))
            .GroupBy(x => x % 5).Aggregate("v", a => a.Count()).ToView();
        var restarts = new RestartPolicy { MaxRestarts = 1_000, FirstDelay = TimeSpan.FromTicks(1), LongestDelay = TimeSpan.FromTicks(1) };
        await using var run = await builder.StartAsync(new() { Restart = restarts, EpochInterval = TimeSpan.FromDays(1), EpochTuples = 1, ChunkSize = 1 });
        await run.Until(() => run.View(view).Count == 5 && run.PublishedEpoch.Number > 10);

        var missed = 0;
        while (run.Restarts < 299 && !run.Completion.IsCompleted)
        {
            for (var i = 0; i < 100; i++) missed += run.View(view).TryGet(i % 5, out _) ? 0 : 1;
        }

        Assert.Equal(0, missed);
        await run.Within(run.AbortAsync());
    }
}
