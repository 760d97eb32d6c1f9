using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>Runs rows through a topology, with a failure in the middle when asked for.</summary>
internal static class WindowedRun
{
    /// <summary>Never late, however great the disorder.</summary>
    public static readonly WatermarkStrategy Patient = WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromDays(36_500));

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly SpeedLayerOptions Often = new()
    {
        EpochInterval = TimeSpan.FromMilliseconds(5),
        Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
    };

    /// <summary>The same; when it fails, a task does.</summary>
    public static Task<TopologyRun> OfAsync<T>(
        IReadOnlyList<T> rows, bool fails, Action<TopologyBuilder, Stream<T>> describe, int sources = 1, int chunkSize = 1024) =>
        OfAsync(rows, fails ? Crash.OfATask : Crash.None, describe, sources, chunkSize);

    /// <summary>Runs to the end of the rows.</summary>
    /// <param name="rows">The rows, in the order in which they come.</param>
    /// <param name="crash">What fails, once.</param>
    /// <param name="describe">What reads them.</param>
    /// <param name="sources">How many tasks read them.</param>
    /// <param name="chunkSize">How many tuples cross an edge together: with few, watermarks come between them.</param>
    /// <param name="partitionOf">Which of the tasks reads a row; by default they take turns.</param>
    public static async Task<TopologyRun> OfAsync<T>(
        IReadOnlyList<T> rows, Crash crash, Action<TopologyBuilder, Stream<T>> describe, int sources = 1, int chunkSize = 1024,
        Func<T, int>? partitionOf = null)
    {
        var options = Often with { ChunkSize = chunkSize };
        var middle = rows.Count / 2;
        if (crash == Crash.OfTheRun)
        {
            options = options with { Checkpoints = CheckpointStore.InMemory() };
            await using var crashed = await StartAsync(options with { Restart = RestartPolicy.Never }, failAt: middle);
            await Assert.ThrowsAsync<TaskFailedException>(() => crashed.Within(crashed.Completion, Patience));
        }
        var run = await StartAsync(options, crash == Crash.OfATask ? middle : null);
        await EndAsync(run, restarts: crash == Crash.OfATask ? 1 : 0);
        return run;

        Task<TopologyRun> StartAsync(SpeedLayerOptions options, int? failAt) =>
            WindowedRun.StartAsync(rows, options, failAt, describe, sources, partitionOf);
    }

    /// <summary>Starts over and over on rows that become more: each start goes on from the checkpoint that the one before left at its end,
    /// and has a task fail in the middle of what is new.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="counts">How many of them there are at each start.</param>
    /// <param name="describe">What reads them at a start, by its number from 0.</param>
    /// <returns>The run of each start, at its end; disposed with the next one.</returns>
    public static async IAsyncEnumerable<TopologyRun> OfGrowingAsync<T>(
        IReadOnlyList<T> rows, IReadOnlyList<int> counts, Action<Stream<T>, int> describe)
    {
        var options = Often with { Checkpoints = CheckpointStore.InMemory() };
        var read = 0;
        foreach (var (start, count) in counts.Index())
        {
            await using var run = await StartAsync(
                [.. rows.Take(count)], options, failAt: (read + count) / 2, (_, stream) => describe(stream, start));
            await EndAsync(run, restarts: 1);
            read = count;
            yield return run;
        }
    }

    private static Task<TopologyRun> StartAsync<T>(
        IReadOnlyList<T> rows, SpeedLayerOptions options, int? failAt, Action<TopologyBuilder, Stream<T>> describe, int sources = 1,
        Func<T, int>? partitionOf = null)
    {
        var left = 1;
        var topology = new TopologyBuilder("windows");
        describe(topology, topology.AddSpout("rows", () => new RowSpout<T>(rows, FailOnce, partitionOf), sources));
        return topology.StartAsync(options);

        void FailOnce(int row)
        {
            if (row == failAt && Interlocked.Decrement(ref left) >= 0) throw new TestFailure();
        }
    }

    private static async Task EndAsync(TopologyRun run, int restarts)
    {
        await run.Within(run.Completion, Patience);
        Assert.Equal(restarts, run.Restarts);
    }
}
