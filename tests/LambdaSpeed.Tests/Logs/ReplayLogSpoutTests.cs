using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Sources;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>The log as a source: positions, wakes, ends, and what a checkpoint asks of it.</summary>
public sealed class ReplayLogSpoutTests
{
    [Fact]
    public async Task Tuples_CarryTheirPositions_AndOrder()
    {
        using var fixture = Numbers(count: 5);
        var harness = await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32));

        Assert.Equal([0, 1, 2, 3, 4], harness.Next());
        Assert.Equal(Enumerable.Range(0, 5).Select(i => new LogPosition(0, i)), harness.Stamps);
        Assert.Equal([new LogPosition(0, 5)], harness.Positions());
        Assert.Empty(harness.Next());
        Assert.Equal(SpoutStatus.Idle, harness.Status);
    }

    [Fact]
    public async Task Seek_GoesOnAtAnyCapturedPosition()
    {
        using var fixture = Numbers(count: 50, partitions: 3);
        var harness = await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32, untilEnd: true));
        var before = harness.Next(limit: 20);
        var positions = harness.Positions();
        var rest = harness.ReadAll(limit: 7);

        var again = await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32, untilEnd: true), positions);

        Assert.Equal(rest.Order(), again.ReadAll().Order());
        Assert.Equal(Enumerable.Range(0, 50), before.Concat(rest).Order());
        Assert.Equal(SpoutStatus.Ended, again.Status);
    }

    [Fact]
    public async Task Seek_ToWhatTheLogDoesNotHave_Fails()
    {
        using var fixture = Numbers(count: 5);

        var failure = await Assert.ThrowsAsync<LogPositionException>(
            () => SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32), [new LogPosition(0, 6)]));
        Assert.Equal((0, 5), (failure.FirstOffset, failure.EndOffset));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Tasks_ShareThePartitions(int tasks)
    {
        using var fixture = Numbers(count: 30, partitions: 3);
        var all = new List<int>();
        for (var task = 0; task < tasks; task++)
        {
            var harness = await SpoutHarness<int>.OpenAsync(
                fixture.Log.AsSpout(Codec.Int32, untilEnd: true), new ComponentContextBuilder(task, tasks));
            all.AddRange(harness.ReadAll());
            Assert.All(harness.Positions(), position => Assert.Equal(task, position.Partition % tasks));
        }

        Assert.Equal(Enumerable.Range(0, 30), all.Order());
    }

    [Fact]
    public async Task Append_WakesAnIdleTask_Once()
    {
        using var fixture = Numbers(count: 1);
        var harness = await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32));
        harness.ReadAll();

        fixture.Log.WriterOf(Codec.Int32).Append(1);
        fixture.Log.WriterOf(Codec.Int32).Append(2);

        Assert.Equal(1, harness.Wakes);
        Assert.Equal([1, 2], harness.ReadAll());
        Assert.Equal(SpoutStatus.Idle, harness.Status);
    }

    [Fact]
    public async Task UntilEnd_LeavesOutWhatComesAfterTheStart()
    {
        using var fixture = Numbers(count: 3);
        var harness = await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32, untilEnd: true));
        fixture.Log.WriterOf(Codec.Int32).Append(3);

        Assert.Equal([0, 1, 2], harness.ReadAll());
        Assert.Equal(SpoutStatus.Ended, harness.Status);
    }

    [Fact]
    public async Task EndsAfter_ReadsAllThatWasAppended_ThenEnds()
    {
        using var fixture = Numbers(count: 3, partitions: 2);
        var feed = new TaskCompletionSource();
        var harness = await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32, new() { EndsAfter = feed.Task }));
        Assert.Equal(3, harness.ReadAll().Count);
        Assert.Equal(SpoutStatus.Idle, harness.Status);

        fixture.Log.WriterOf(Codec.Int32).Append(3);
        await harness.WokenAsync();
        feed.SetResult();
        await harness.WokenAsync();

        Assert.Equal([3], harness.ReadAll());
        Assert.Equal(SpoutStatus.Ended, harness.Status);
    }

    [Fact]
    public async Task EndsAfter_WaitsForWhatTheDiskHasNoRoomFor()
    {
        using var fixture = Numbers(count: 3);
        var harness = await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32, new() { EndsAfter = Task.CompletedTask }));
        fixture.Log.EndOffset(0);
        fixture.Disk.Capacity = fixture.Disk.UsedBytes;
        fixture.Log.WriterOf(Codec.Int32).Append(3);

        Assert.Equal([0, 1, 2], harness.ReadAll());
        Assert.Equal(SpoutStatus.Idle, harness.Status);
        fixture.Disk.Capacity = long.MaxValue;
        fixture.Log.Sync();
        Assert.Equal([3], harness.ReadAll());
        Assert.Equal(SpoutStatus.Ended, harness.Status);
    }

    [Fact]
    public async Task EndsAfter_WhatFails_FailsWithIt()
    {
        using var fixture = Numbers(count: 3);
        var feed = Task.FromException(new TestFailure());
        var harness = await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32, new() { EndsAfter = feed }));

        Assert.Throws<TestFailure>(() => harness.Next());
    }

    [Fact]
    public async Task EndsAfter_InARun_CountsWhatWasAppendedMeanwhile()
    {
        using var fixture = Numbers(count: 1000, partitions: 3);
        var feed = new TaskCompletionSource();
        var builder = new TopologyBuilder("counting");
        var count = builder.AddSpout("numbers", fixture.Log.AsSpout(Codec.Int32, new() { EndsAfter = feed.Task }), parallelism: 2)
            .GroupBy(number => number % 2).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await builder.StartAsync();

        for (var i = 0; i < 1000; i++) fixture.Log.WriterOf(Codec.Int32).Append(i);
        feed.SetResult();
        await run.Within(run.Completion);

        Assert.Equal((1000, 1000), (run.View(count).Get(0), run.View(count).Get(1)));
    }

    [Fact]
    public void Ends_ThatContradictEachOther_AreRefused()
    {
        using var fixture = Numbers(count: 1);
        var options = new LogSpoutOptions { UntilEnd = true, EndsAfter = Task.CompletedTask };

        Assert.Contains("EndsAfter", Assert.Throws<ArgumentException>(() => fixture.Log.AsSpout(Codec.Int32, options)).Message);
    }

    [Fact]
    public async Task Start_LatestTimeAndStored_AreHeeded()
    {
        using var fixture = Numbers(count: 3);
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        fixture.Log.WriterOf(Codec.Int32).Append(3);
        using (var consumer = fixture.Log.OpenConsumer("reports")) consumer.Commit(new LogPosition(0, 1));

        Assert.Empty(await ReadAsync(fixture, LogStart.Latest));
        Assert.Equal([3], await ReadAsync(fixture, LogStart.Time(LogFixture.Start.AddMinutes(1))));
        Assert.Equal([1, 2, 3], await ReadAsync(fixture, LogStart.Stored("reports")));
        Assert.Equal([2, 3], await ReadAsync(fixture, LogStart.At(new LogPosition(0, 2))));
    }

    [Fact]
    public async Task MakeDurable_SyncsUpToThePositions()
    {
        using var fixture = Numbers(count: 3);
        var (harness, spout) = await OpenAsync(fixture);
        harness.ReadAll();
        Assert.Equal(0, fixture.Log.DurableOffset(0));

        spout.MakeDurable(harness.Positions());

        Assert.Equal(3, fixture.Log.DurableOffset(0));
        Assert.Equal(fixture.Log.Id, spout.SourceId);
    }

    [Fact]
    public async Task MakeDurable_OfWithdrawnRecords_Fails_AlsoWhenTheirOffsetsAreGivenAgain()
    {
        using var fixture = Numbers(count: 3);
        var (harness, spout) = await OpenAsync(fixture);
        harness.ReadAll();
        var positions = harness.Positions();
        fixture.Disk.Fail(StorageFailure);
        Assert.Throws<LogWriteException>(fixture.Log.Sync);
        for (var i = 0; i < 5; i++) fixture.Log.WriterOf(Codec.Int32).Append(100 + i);

        Assert.Contains("withdrawn", Assert.Throws<LogWriteException>(() => spout.MakeDurable(positions)).Message);
        Assert.Throws<LogPositionException>(() => harness.Next());
    }

    [Fact]
    public async Task OnCommitted_HoldsRetention_AlsoOverARestart()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 1024, RetentionBytes = 0 });
        var (harness, spout) = await OpenAsync(fixture, new() { Consumer = "topology" });
        spout.OnCommitted([new LogPosition(0, 20), new LogPosition(1, 3)]);
        var writer = fixture.Log.WriterOf(Codec.Int32);
        for (var i = 0; i < 200; i++)
        {
            writer.Append(i);
            fixture.Log.Sync();
        }
        fixture.Log.ApplyRetention();
        Assert.InRange(fixture.Log.FirstOffset(0), 1, 20);

        await harness.Spout.CloseAsync();
        fixture.Reopen();
        fixture.Log.ApplyRetention();
        Assert.InRange(fixture.Log.FirstOffset(0), 1, 20);
        Assert.Equal(["topology"], fixture.Log.ConsumerNames);
        Assert.Equal(20, (await ReadAsync(fixture, LogStart.Stored("topology")))[0]);
    }

    [Fact]
    public async Task OnCommitted_WhereAnotherProcessHasTheName_GoesOnWithoutAHold()
    {
        using var fixture = Numbers(count: 3);
        using var elsewhere = fixture.OpenToRead().OpenConsumer("lines");
        var (_, spout) = await OpenAsync(fixture);

        spout.OnCommitted([new LogPosition(0, 1)]);
        spout.OnCommitted([new LogPosition(0, 2)]);

        Assert.Null(elsewhere.CommittedOffset(0));
    }

    [Fact]
    public async Task WrongCodec_IsReportedWithThePosition()
    {
        using var fixture = Numbers(count: 3);
        var text = await SpoutHarness<string>.OpenAsync(fixture.Log.AsSpout(Codec.String));
        var wide = await SpoutHarness<long>.OpenAsync(fixture.Log.AsSpout(Codec.Int64));
        var narrow = await SpoutHarness<byte>.OpenAsync(fixture.Log.AsSpout(Codec.Byte));

        Assert.Contains("0@", Assert.Throws<CodecException>(() => text.ReadAll()).Message);
        Assert.Contains("0@0", Assert.Throws<CodecException>(() => wide.Next()).Message);
        Assert.Contains("left over", Assert.Throws<CodecException>(() => narrow.Next()).Message);
    }

    [Fact]
    public async Task Reading_OfNumbers_DoesNotAllocate()
    {
        using var fixture = Numbers(count: 2000);
        var harness = await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32));
        var emitter = new SpoutEmitter<int>(new LambdaSpeed.Streams.TupleBuffer<int>(1000, carriesStamps: false));
        harness.Spout.Next(emitter, 500);

        var before = GC.GetAllocatedBytesForCurrentThread();
        harness.Spout.Next(emitter, 500);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static LambdaSpeed.Tests.Storage.StorageOperation StorageFailure => LambdaSpeed.Tests.Storage.StorageOperation.Sync;

    private static async Task<List<int>> ReadAsync(LogFixture fixture, LogStart start) =>
        (await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32, start, untilEnd: true))).ReadAll();

    private static async Task<(SpoutHarness<int> Harness, LambdaSpeed.Logs.ReplayLogSpout<int> Spout)> OpenAsync(
        LogFixture fixture, LogSpoutOptions? options = null)
    {
        var harness = await SpoutHarness<int>.OpenAsync(fixture.Log.AsSpout(Codec.Int32, options ?? new()));
        return (harness, (LambdaSpeed.Logs.ReplayLogSpout<int>)harness.Spout);
    }

    private static LogFixture Numbers(int count, int partitions = 1)
    {
        var fixture = new LogFixture(new() { Partitions = partitions, Durability = LogDurability.None });
        var writer = fixture.Log.WriterOf(Codec.Int32);
        for (var i = 0; i < count; i++) writer.Append(i);
        return fixture;
    }
}
