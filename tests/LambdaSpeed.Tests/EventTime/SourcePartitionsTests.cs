using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using Xunit;

namespace LambdaSpeed.Tests.EventTime;

/// <summary>Partitions of a source that several tasks read: each waits for its own, whatever the others have.</summary>
public sealed class SourcePartitionsTests
{
    private static readonly WindowViewName<long, long> Counts = new("counts");

    /// <summary>While the log is open-ended nothing but watermarks makes windows final; a partition that is behind holds them back,
    /// and nothing is late, whichever partition the spouts read first.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)] // more tasks than partitions: some read nothing, and nobody waits for them
    public async Task EachTask_WaitsForThePartitionsItReads(int tasks)
    {
        using var fixture = new LogFixture(new() { Partitions = 3, Durability = LogDurability.None });
        var checkpoints = CheckpointStore.InMemory();
        for (var second = 0; second < 50; second++)
        {
            foreach (var partition in new[] { 0, 1, 2 }) Append(fixture, partition, second * (partition + 1));
        }

        await using (var run = await StartAsync(fixture, tasks, checkpoints))
        {
            await run.Until(() => run.View(Counts).Watermark == At(49));
            Assert.True(run.View(Counts).Of(0).TakeWhile(window => window.End <= At(49)).All(window => window.IsFinal));
            Append(fixture, 0, 90);
            await run.Until(() => run.View(Counts).Watermark == At(90));
            await run.StopAsync(RunFixture.Cancel);
        }

        await using var rescaled = await StartAsync(fixture, (tasks % 3) + 1, checkpoints);
        Append(fixture, 0, 200);
        await rescaled.Until(() => rescaled.View(Counts).Watermark == At(98));
        Append(fixture, 1, 150);
        await rescaled.Until(() => rescaled.View(Counts).Watermark == At(147));
        Assert.Equal(0, rescaled.Component("counts").TuplesLate);
        Assert.Equal(153, rescaled.View(Counts).Of(0).Sum(window => window.Value));
    }

    [Fact]
    public void Build_RefusesTasksThatCannotKnowWhatTheyRead()
    {
        var builder = new TopologyBuilder("partitions");
        Rows(builder, 2).Shuffle().Then<long>("bolt", (x, output) => output.Emit(x), parallelism: 2)
            .WithEventTime(At, WatermarkStrategy.Ascending().ForSourcePartitions(), name: "behind a bolt").Ignore();
        Rows(builder, 2).Where(x => x > 0).WithEventTime(At, WatermarkStrategy.Ascending().ForPartitions(2), name: "fine").Ignore();
        Rows(builder, 2).Merge(Rows(builder, 2)).WithEventTime(At, WatermarkStrategy.Ascending().ForPartitions(2), name: "merged").Ignore();
        Rows(builder, 1).WithEventTime(
            At, WatermarkStrategy.Ascending().ForSourcePartitions(), partitionOf: x => 0, name: "named twice").Ignore();

        var refused = Assert.Throws<TopologyException>(builder.Build);
        Assert.Equal(["behind a bolt", "merged", "named twice"], refused.Problems.Select(problem => problem.Component).Order());
        Assert.All(refused.Problems, problem => Assert.Contains("artitions", problem.Cause, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SpoutWithoutPositions_IsRefused_AndToldWhatToSay()
    {
        var builder = new TopologyBuilder("partitions");
        builder.AddSpout("fed", new FedSpout<long>()).WithEventTime(At, WatermarkStrategy.Ascending().ForSourcePartitions()).Ignore();
        var fault = await builder.RunToFaultAsync<TaskFailedException>(new() { Restart = new() { MaxRestarts = 0 } });
        Assert.Contains("ForPartitions", fault.ToString(), StringComparison.Ordinal);
    }

    private static int _spouts; // names differ

    private static Stream<long> Rows(TopologyBuilder builder, int tasks) =>
        builder.AddSpout($"rows-{Interlocked.Increment(ref _spouts)}", () => new ListSpout<long>([1, 2]), tasks);

    private static async Task<TopologyRun> StartAsync(LogFixture fixture, int tasks, ICheckpointStore checkpoints)
    {
        var builder = new TopologyBuilder("partitions");
        builder.AddSpout("seconds", fixture.Log.AsSpout(Codec.Int64), tasks)
            .WithEventTime(At, WatermarkStrategy.Ascending().ForSourcePartitions())
            .GroupBy(_ => 0L).Window(Window.Tumbling(TimeSpan.FromSeconds(10))).Aggregate("counts", a => a.Count(), parallelism: 2).ToView();
        return await builder.StartAsync(new() { Checkpoints = checkpoints, EpochInterval = TimeSpan.FromMilliseconds(5) });
    }

    private static void Append(LogFixture fixture, int partition, long second)
    {
        var writer = new System.Buffers.ArrayBufferWriter<byte>();
        Codec.Int64.Write(writer, second);
        fixture.Log.Append(partition, new LogEntry(writer.WrittenSpan));
    }

    private static DateTimeOffset At(long second) => Windows.RandomEvents.Origin.AddSeconds(second);
}
