using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>A slow reader slows its senders, in bounded memory; and the tightest edges still let everything through.</summary>
public sealed class BackPressureTests
{
    [Fact]
    public async Task Sink_Stopped_BoundsWhatTheSpoutEmits()
    {
        var builder = new TopologyBuilder("stopped");
        var spout = new CountingSpout();
        using var release = new ManualResetEventSlim();
        long seen = 0;
        builder.AddSpout("numbers", spout)
            .Then<long>("pass", (x, output) => output.Emit(x), options: new() { CanFuse = false })
            .ForEach("block", _ =>
            {
                release.Wait(RunFixture.Patience);
                seen++;
            }, options: new() { OwnThread = true });
        await using var run = await builder.StartAsync(new() { ChunkSize = 10, EdgeCapacity = 3 });
        try
        {
            await run.Until(() => run.Describe().Tasks[0].Status == "waiting" && run.Describe().Edges.All(edge => edge.Depth == edge.Capacity));
            Assert.InRange(spout.Emitted, 2 * 3, 120); // 2 edges of 3 chunks, each of 1 to 10 tuples, what 3 tasks hold, and what 2 keep
        }
        finally
        {
            release.Set(); // or each tuple would wait for it
        }
        await run.Until(() => spout.Emitted > 10_000);
        await run.Within(run.StopAsync(RunFixture.Cancel));
        Assert.Equal(spout.Emitted, seen);
        Assert.True(run.Describe().Tasks[0].BlockedFor > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    public async Task Edges_OfOneTuple_LetDiamondsAndFanInThrough(int workers, int parallelism)
    {
        var numbers = Enumerable.Range(0, 500).Select(n => (long)n).ToList();
        var builder = new TopologyBuilder("tight");
        var source = builder.AddSpout("numbers", () => new ListSpout<long>(numbers), parallelism);
        var left = source.Shuffle().Then<long>("left", (x, output) =>
        {
            for (var i = 0; i < 5; i++) output.Emit(x);
        }, parallelism);
        var right = source.All().Then<long>("right", (x, output) => output.Emit(x), parallelism).Where(x => x % 2 == 0);
        var joined = builder.AddBolt("join", () => new ProbeTwoInputBolt<long, long, long>(
            (x, output) => output.Emit(x), (x, output) => output.Emit(x)), parallelism).First(left.Shuffle()).Second(right.Shuffle()).Output;
        var view = joined.Merge(source, left).Shuffle().GroupBy(x => x % 10).Aggregate("v", a => a.Count(), parallelism).ToView();

        await using var run = await builder.RunToEndAsync(
            new() { Workers = workers, ChunkSize = 1, EdgeCapacity = 1, EpochInterval = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(numbers.Count * 11L + (numbers.Count / 2 * parallelism), run.View(view).All().Sum(pair => pair.Value));
    }
}
