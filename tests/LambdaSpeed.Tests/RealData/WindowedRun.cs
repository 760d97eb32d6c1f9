using LambdaSpeed.Tests.Fixtures;

namespace LambdaSpeed.Tests.RealData;

/// <summary>Runs rows of a data set through a topology with windows, with a failure in the middle when asked for.</summary>
internal static class WindowedRun
{
    /// <summary>Never late, however great the disorder.</summary>
    public static readonly WatermarkStrategy Patient = WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromDays(36_500));

    public static readonly TheoryDataShapes Shapes = new();

    /// <param name="rows">The rows, in the order in which they come.</param>
    /// <param name="fails">Does the run fail once in the middle, and go on from its last epoch?</param>
    /// <param name="describe">What reads them.</param>
    /// <param name="sources">How many tasks read them.</param>
    /// <param name="chunkSize">How many tuples cross an edge together: with few, watermarks come between them.</param>
    public static async Task<TopologyRun> OfAsync<T>(
        IReadOnlyList<T> rows, bool fails, Action<TopologyBuilder, Stream<T>> describe, int sources = 1, int chunkSize = 1024)
    {
        var topology = new TopologyBuilder("windows");
        var left = fails ? 1 : 0;
        describe(topology, topology.AddSpout("rows", () => new RowSpout<T>(rows, FailOnce), sources));
        var run = await topology.StartAsync(new()
        {
            EpochInterval = TimeSpan.FromMilliseconds(5),
            ChunkSize = chunkSize,
            Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
        });
        await run.Completion.WaitAsync(TimeSpan.FromMinutes(2), RunFixture.Cancel);
        Xunit.Assert.Equal(fails ? 1 : 0, run.Restarts);
        return run;

        void FailOnce(int row)
        {
            if (row == rows.Count / 2 && --left >= 0) throw new TestFailure();
        }
    }
}
