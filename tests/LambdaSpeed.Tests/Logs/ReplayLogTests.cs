using System.Text;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Appending and reading back.</summary>
public sealed class ReplayLogTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Append_GivesDenseOffsets_AndIsReadBack()
    {
        using var fixture = new LogFixture();

        Assert.Equal(Enumerable.Range(0, 5).Select(i => new LogPosition(0, i)), Enumerable.Range(0, 5).Select(i => fixture.Append($"v{i}")));
        Assert.Equal(LogFixture.Values(0, 5), fixture.ReadAll());
        Assert.Equal(5, fixture.Log.EndOffset(0));
    }

    [Fact]
    public void Append_GoesOn_AfterReopening_WithTheSameId()
    {
        using var fixture = new LogFixture();
        var id = fixture.Log.Id;
        fixture.AppendMany(3);
        fixture.Reopen();

        Assert.Equal(new LogPosition(0, 3), fixture.Append("v3"));
        Assert.Equal(LogFixture.Values(0, 4), fixture.ReadAll());
        Assert.Equal(id, fixture.Log.Id);
        Assert.Equal(32, id.Length);
    }

    [Fact]
    public void Append_OverManySegments_IsReadAcrossThem()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 1024 });
        for (var i = 0; i < 500; i++)
        {
            fixture.Append($"v{i}");
            if (i % 7 == 0) fixture.Log.Sync();
        }

        Assert.True(fixture.Disk.Open().Directory("partition-0").List().Count(name => name.EndsWith(".segment", StringComparison.Ordinal)) > 5);
        Assert.Equal(LogFixture.Values(0, 500), fixture.ReadAll());
        fixture.Reopen();
        Assert.Equal(LogFixture.Values(0, 500), fixture.ReadAll());
    }

    [Fact]
    public void Append_ByKey_PutsEqualKeysInOnePartition_ForEver()
    {
        using var fixture = new LogFixture(new() { Partitions = 4 });

        int[] partitions = [.. Enumerable.Range(0, 8).Select(i => fixture.Log.Append(Encoding.UTF8.GetBytes($"key-{i}"), "v"u8).Partition)];

        Assert.Equal(partitions, Enumerable.Range(0, 8).Select(i => fixture.Log.PartitionOf(Encoding.UTF8.GetBytes($"key-{i}"))));
        Assert.Equal("1 2 1 0 0 1 1 1", string.Join(' ', partitions)); // saved logs depend on it
    }

    [Fact]
    public void Append_WithoutKey_TakesThePartitionsInTurn()
    {
        using var fixture = new LogFixture(new() { Partitions = 3 });

        var partitions = Enumerable.Range(0, 9).Select(_ => fixture.Log.Append("v"u8).Partition);

        Assert.All(partitions.CountBy(partition => partition), count => Assert.Equal(3, count.Value));
    }

    [Fact]
    public void Record_KeepsEverything_OverManySeeds()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            using var fixture = new LogFixture(new() { SegmentBytes = 32 * 1024 });
            var random = new Random(seed);
            var entries = Enumerable.Range(0, 200).Select(_ => new RandomEntry(random)).ToList();
            foreach (var entry in entries) entry.AppendTo(fixture, random);
            if (seed % 2 == 0) fixture.Reopen();

            using var reader = fixture.Log.OpenReader(0);
            foreach (var entry in entries)
            {
                Assert.True(reader.TryRead(out var record), $"seed {seed}");
                entry.RequireEqual(record);
            }
            Assert.False(reader.TryRead(out _));
        }
    }

    [Fact]
    public void Record_WithoutTimestamp_HasTheTimeOfItsAppend()
    {
        using var fixture = new LogFixture();
        fixture.Append("a");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        fixture.Append("b");

        using var reader = fixture.Log.OpenReader(0);
        Assert.True(reader.TryRead(out var first));
        Assert.Equal(LogFixture.Start, first.Timestamp);
        Assert.True(reader.TryRead(out var second));
        Assert.Equal(LogFixture.Start + TimeSpan.FromMinutes(1), second.Timestamp);
    }

    [Fact]
    public void Chunk_IsAppendedWhole_AnyNumberOfTimes()
    {
        using var fixture = new LogFixture(new() { Partitions = 2 });
        var chunk = fixture.Log.NewChunk();
        foreach (var value in LogFixture.Values(0, 3)) chunk.Add(Encoding.UTF8.GetBytes(value));
        fixture.Append("before");

        Assert.Equal(new LogPosition(0, 1), fixture.Log.Append(0, chunk));
        Assert.Equal(new LogPosition(1, 0), fixture.Log.Append(1, chunk));
        Assert.Equal(new LogPosition(0, 4), fixture.Log.Append(0, chunk));
        Assert.Equal([.. "before v0 v1 v2 v0 v1 v2".Split(' ')], fixture.ReadAll());
        Assert.Equal(LogFixture.Values(0, 3), fixture.ReadAll(1));
    }

    [Fact]
    public void LargeChunk_StandsBetweenItsNeighbours()
    {
        using var fixture = new LogFixture();
        var chunk = fixture.Log.NewChunk();
        for (var i = 0; i < 30_000; i++) chunk.Add(Encoding.UTF8.GetBytes($"v{i}"));
        fixture.Append("before");
        fixture.Log.Append(0, chunk);
        fixture.Append("after");
        fixture.Reopen();

        Assert.Equal(["before", .. LogFixture.Values(0, 30_000), "after"], fixture.ReadAll());
    }

    [Fact]
    public void EmptyChunk_IsRefused()
    {
        using var fixture = new LogFixture();

        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => fixture.Log.Append(0, fixture.Log.NewChunk())).Message);
    }

    [Fact]
    public void TooLargeRecord_IsRefused_AndNothingIsAppended()
    {
        using var fixture = new LogFixture(new() { MaxRecordBytes = 10 });

        var failure = Assert.Throws<ArgumentException>(() => fixture.Log.Append(0, new LogEntry(new byte[4], new byte[7])));
        Assert.Contains("raise that option", failure.Message);
        Assert.Throws<ArgumentException>(() => fixture.Log.NewChunk().Add(new byte[11]));
        Assert.Throws<ArgumentException>(() => fixture.Log.Append(new byte[11]));
        fixture.Log.Append(new byte[10]);
        Assert.Throws<ArgumentException>(() => fixture.Log.Append(new byte[11]));
        Assert.Equal(1, fixture.Log.EndOffset(0));
    }

    [Fact]
    public void Append_ToNoPartition_NamesThoseThereAre()
    {
        using var fixture = new LogFixture(new() { Partitions = 2 });

        Assert.Contains("0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Append("v", 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Log.OpenReader(-1));
    }

    [Fact]
    public async Task Append_ByManyThreads_KeepsEachOnesOrder()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 64 * 1024, Durability = LogDurability.EveryAppend });
        var appenders = Enumerable.Range(0, 4).Select(appender => Task.Run(
            () =>
            {
                for (var i = 0; i < 1000; i++) fixture.Append($"{appender}:{i}");
            },
            Cancelled));
        await Task.WhenAll(appenders);

        var values = fixture.ReadAll().Select(value => value.Split(':')).ToList();
        Assert.Equal(4000, values.Count);
        foreach (var one in values.GroupBy(value => value[0])) Assert.Equal(Enumerable.Range(0, 1000), one.Select(value => int.Parse(value[1])));
    }

    [Fact]
    public void AppendingAndReading_DoNotAllocate()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        AppendTwice(fixture, 3000);
        using var reader = fixture.Log.OpenReader(0);
        while (reader.TryRead(out _)) { }

        Assert.InRange(Allocated(() => AppendTwice(fixture, 1000)), 0, 20_000); // the simulated disk keeps what it is given
        fixture.Log.EndOffset(0);
        Assert.Equal(0, Allocated(() =>
        {
            while (reader.TryRead(out _)) { }
        }));
    }

    private static void AppendTwice(LogFixture fixture, int count)
    {
        for (var i = 0; i < count; i++)
        {
            fixture.Log.Append("value"u8);
            fixture.Log.Append("key"u8, "value"u8);
        }
    }

    private static long Allocated(Action act)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
