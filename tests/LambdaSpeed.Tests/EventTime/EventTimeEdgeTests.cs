using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Logs;
using LambdaSpeed.Tests.Windows;
using Xunit;

namespace LambdaSpeed.Tests.EventTime;

/// <summary>Event time at its edges.</summary>
public sealed class EventTimeEdgeTests : IDisposable
{
    private static readonly DateTimeOffset Origin = RandomEvents.Origin;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-edges-");

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>"None before the end of the input" (windows.md): so there is no lag either, and no watermark to be shown.</summary>
    [Fact]
    public async Task AtTheEnd_HasNoWatermarkAndNoLag_BeforeTheEnd()
    {
        var spout = new FedSpout<int>();
        var builder = new TopologyBuilder("at the end");
        builder.AddSpout("events", spout).WithEventTime(x => Origin.AddSeconds(x), WatermarkStrategy.AtTheEnd())
            .GroupBy(_ => 0).Window(Window.Snapshot()).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await builder.StartAsync();
        spout.Push(1, 2, 3);
        await run.Until(() => run.View(new WindowViewName<int, long>("counts")).All().Count() == 3);
        await Task.Delay(200, RunFixture.Cancel);
        Assert.Null(run.View(new WindowViewName<int, long>("counts")).Watermark);
        Assert.All(run.Describe().Tasks, task => Assert.Null(task.EventTimeLag));
    }

    [Fact]
    public void Strategy_SaysAllThatItIs()
    {
        var strategy = WatermarkStrategy.Ascending();
        Assert.Equal("ascending", strategy.ToString());
        Assert.Equal(
            "ascending, for each of 3 partitions, at most 1.00:00:00 ahead", strategy.ForPartitions(3).WithMaxAhead(TimeSpan.FromDays(1)).ToString());
        Assert.Equal(
            "ascending, for each partition of the source, idle after 00:00:05, then by the clock",
            strategy.ForSourcePartitions().WithIdleAfter(TimeSpan.FromSeconds(5)).WithClockWhenIdle().ToString());
    }

    /// <summary>A partition that there is not falls under the failure policy, as WithEventTime says.</summary>
    [Fact]
    public async Task PartitionThatThereIsNot_FallsUnderThePolicy()
    {
        using var fixture = new LogFixture(new() { Partitions = 3, Durability = LogDurability.None });
        for (var partition = 0; partition < 3; partition++) EventTimeRestartTests.Append(fixture, partition, 10);
        var builder = new TopologyBuilder("partitions");
        builder.AddSpout("seconds", fixture.Log.AsSpout(Codec.Int64))
            .WithEventTime(x => Origin.AddSeconds(x), WatermarkStrategy.Ascending().ForPartitions(2), onFailure: TupleFailurePolicy.Skip)
            .GroupBy(_ => 0L).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await builder.StartAsync();
        await run.Until(() => run.View(new ViewName<long, long>("counts")).Content().GetValueOrDefault(0) == 2);
        Assert.Equal(1, run.Component("event-time").TuplesSkipped);
    }

    /// <summary>What is too far ahead of the clock depends on the clock: read again a day later, it is not any more.</summary>
    [Fact]
    public async Task Recompute_WithMaxAhead_AddsUp_OrIsRefused()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var clock = new ShiftedClock();
        EventTimeRestartTests.Append(fixture, 0, 0);
        EventTimeRestartTests.Append(fixture, 0, 7_200);
        var start = DateTimeOffset.UtcNow;
        var builder = new TopologyBuilder("ahead");
        var strategy = WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromDays(1)).WithMaxAhead(TimeSpan.FromHours(1));
        builder.AddSpout("seconds", fixture.Log.AsSpout(Codec.Int64))
            .WithEventTime(x => start.AddSeconds(x), strategy, onFailure: TupleFailurePolicy.Skip)
            .GroupBy(_ => 0L).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await builder.StartAsync(new() { TimeProvider = clock });
        await run.Until(() => run.Component("event-time").TuplesSkipped == 1 && run.View(new ViewName<long, long>("counts")).Content().Count == 1);
        Assert.Equal(1, run.View(new ViewName<long, long>("counts")).Content()[0]);

        clock.Shift = TimeSpan.FromDays(1);
        var schema = BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Count());
        try
        {
            await run.Within(run.RecomputeAsync(
                new ViewName<long, long>("counts"), schema, Path.Combine(_directory.FullName, "counts"), cancellationToken: RunFixture.Cancel));
        }
        catch (BatchViewMismatchException)
        {
            return; // refused: fine as well
        }
        Assert.Equal(1, run.Merged(new ViewName<long, long>("counts"), schema).Content()[0]);
    }

    /// <summary>An open end: "the true end of the input fires all that is open", and every window is final then.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task WindowWithoutAnEnd_IsFinalAndFires_AtTheEndOfTheInput(int lateness)
    {
        var spout = new FedSpout<int>();
        var builder = new TopologyBuilder("open end");
        var terms = Window.Custom("terms", time => time < Origin ? (DateTimeOffset.MinValue, Origin) : (Origin, DateTimeOffset.MaxValue));
        var windows = builder.AddSpout("events", spout).WithEventTime(x => Origin.AddSeconds(x), WatermarkStrategy.Ascending())
            .GroupBy(_ => 0).Window(terms).AllowLateness(TimeSpan.FromSeconds(lateness)).Aggregate("counts", a => a.Count());
        windows.ToView();
        windows.ToStream(FiringPolicy.WhenFinal()).GroupBy(_ => 0).Aggregate("fired", a => a.Count()).ToView();
        spout.Push(-5, 1, 2);
        spout.End();
        await using var run = await builder.RunToEndAsync();
        Assert.All(run.View(new WindowViewName<int, long>("counts")).Of(0), window => Assert.True(window.IsFinal));
        Assert.Equal(2, run.View(new ViewName<int, long>("fired")).Content()[0]);
    }

    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
