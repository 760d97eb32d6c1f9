using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using LambdaSpeed.Tests.Windows;
using Xunit;

namespace LambdaSpeed.Tests.EventTime;

/// <summary>What a next start makes of event time.</summary>
public sealed class EventTimeRestartTests
{
    private static readonly DateTimeOffset Origin = RandomEvents.Origin;

    /// <summary>Of two tasks one has had no tuple: the window is open, nothing is late. With one task nothing may be late either that
    /// would not have been (note 019).</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public async Task Rescaled_NothingIsLate_ThatWouldNotHaveBeen(int tasks)
    {
        using var fixture = new LogFixture(new() { Partitions = 2, Durability = LogDurability.None });
        var checkpoints = CheckpointStore.InMemory();
        Append(fixture, 0, 100);
        await using (var run = await StartAsync(2))
        {
            await run.Until(() => run.View(new WindowViewName<long, long>("counts")).All().Any());
            await run.StopAsync(RunFixture.Cancel);
        }
        Append(fixture, 1, 10);
        await using var next = await StartAsync(tasks);
        await next.Until(() => next.Component("counts").TuplesRead >= 1);
        Assert.Equal(0, next.Component("counts").TuplesLate);

        Task<TopologyRun> StartAsync(int count)
        {
            var builder = new TopologyBuilder("rescaled");
            builder.AddSpout("seconds", fixture.Log.AsSpout(Codec.Int64), count)
                .WithEventTime(x => Origin.AddSeconds(x), WatermarkStrategy.Ascending())
                .GroupBy(_ => 0L).Window(Window.Snapshot()).Aggregate("counts", a => a.Count()).ToView();
            return builder.StartAsync(new() { Checkpoints = checkpoints, EpochInterval = TimeSpan.FromMilliseconds(5) });
        }
    }

    /// <summary>The end of the input was none: there is more to read. Ids within the time are known still.</summary>
    [Fact]
    public async Task Ids_AreKnown_AfterAnEndThatWasNone()
    {
        var checkpoints = CheckpointStore.InMemory();
        Assert.Equal((0, 100), await RunAsync(1));
        Assert.Equal((100, 100), await RunAsync(2)); // a second later, within an hour

        async Task<(long Duplicates, long Passed)> RunAsync(int second)
        {
            var spout = new FedSpout<long>();
            var builder = new TopologyBuilder("ids");
            builder.AddSpout("ids", spout).WithEventTime(_ => Origin.AddSeconds(second), WatermarkStrategy.Ascending())
                .Deduplicate("unique", x => x, TimeSpan.FromHours(1))
                .GroupBy(_ => 0).Aggregate("passed", a => a.Count()).ToView();
            spout.Push(Enumerable.Range(0, 100).Select(i => (long)i));
            spout.End();
            await using var run = await builder.RunToEndAsync(new() { Checkpoints = checkpoints });
            return (run.Component("unique").TuplesDuplicate, run.View(new ViewName<int, long>("passed")).Content()[0]);
        }
    }

    internal static void Append(LogFixture fixture, int partition, long number)
    {
        var writer = new System.Buffers.ArrayBufferWriter<byte>();
        Codec.Int64.Write(writer, number);
        fixture.Log.Append(partition, new LogEntry(writer.WrittenSpan));
    }
}
