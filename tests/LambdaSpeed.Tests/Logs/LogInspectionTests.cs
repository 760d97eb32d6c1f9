using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Describing, verifying and cutting a log.</summary>
public sealed class LogInspectionTests
{
    private const string First = "partition-0/00000000000000000000.segment";

    [Fact]
    public void Describe_NamesPartitionsSegmentsAndConsumers()
    {
        using var fixture = Filled(segmentBytes: 1024);
        using var consumer = fixture.Log.OpenConsumer("reports");
        consumer.Commit(new LogPosition(0, 40));

        var description = fixture.Log.Describe();

        var partition = description.Partitions[0];
        Assert.Equal((0L, 100L), (partition.FirstOffset, partition.EndOffset));
        Assert.Equal(
            partition.Segments.Skip(1).Select(segment => segment.FirstOffset),
            partition.Segments.SkipLast(1).Select(segment => segment.EndOffset));
        Assert.All(partition.Segments, segment => Assert.Equal(LogFixture.Start, segment.MaxTimestamp));
        Assert.InRange(partition.Bytes, 100, fixture.Disk.UsedBytes);
        Assert.Equal(("reports", 60L), (description.Consumers[0].Name, description.Consumers[0].Lag));
    }

    [Fact]
    public void Verify_OfASoundLog_CountsItsRecords()
    {
        using var fixture = Filled(segmentBytes: 1024);

        var verification = fixture.Log.Verify(0, TestContext.Current.CancellationToken);

        Assert.True(verification.IsSound);
        Assert.Equal(100, verification.Records);
    }

    [Fact]
    public void Verify_GoesOnBehindEachDamage()
    {
        using var fixture = Filled(segmentBytes: 2048);
        var bytes = fixture.Disk.Peek(First);
        bytes[300] ^= 1;
        bytes[1000] ^= 1;
        fixture.Disk.Poke(First, bytes);
        fixture.KillAndReopen();

        var verification = fixture.Log.Verify(0, TestContext.Current.CancellationToken);

        Assert.Equal(2, verification.Damages.Count);
        Assert.Equal(98, verification.Records);
    }

    [Fact]
    public void Truncate_KeepsExactlyWhatStandsBefore_AtAnyOffset()
    {
        for (var cut = 0; cut <= 100; cut += 3)
        {
            using var fixture = Filled(segmentBytes: 1024, perSync: 5);
            fixture.Log.Close();
            ReplayLog.Truncate(fixture.Disk.Open(), new LogPosition(0, cut));

            fixture.CrashAndReopen(cut);

            Assert.Equal(LogFixture.Values(0, cut), fixture.ReadAll());
            Assert.Equal(new LogPosition(0, cut), fixture.Append("more"));
            Assert.Equal("more", fixture.ReadAll()[^1]);
        }
    }

    [Fact]
    public void Truncate_CutByACrash_LeavesALogThatOpens_WithAllThatStandsBefore()
    {
        for (var step = 1; step < 40; step++)
        {
            using var fixture = Filled(segmentBytes: 1024, perSync: 5);
            fixture.Log.Close();
            fixture.Disk.CutPowerAt(step);
            try
            {
                ReplayLog.Truncate(fixture.Disk.Open(), new LogPosition(0, 33)); // within a batch
            }
            catch (IOException)
            {
                // the power is off
            }

            fixture.CrashAndReopen(step);

            var left = fixture.ReadAll();
            Assert.InRange(left.Count, 33, 100);
            Assert.Equal(LogFixture.Values(0, left.Count), left);
        }
    }

    [Fact]
    public void Truncate_AtTheDamage_MakesALogOpenAgain()
    {
        using var fixture = Filled(segmentBytes: 1 << 20);
        var bytes = fixture.Disk.Peek(First);
        bytes[1000] ^= 1;
        fixture.Disk.Poke(First, bytes);
        fixture.Disk.Kill();
        var damage = Assert.Throws<LogCorruptionException>(fixture.Open);
        fixture.Disk.Kill();

        ReplayLog.Truncate(fixture.Disk.Open(), damage.Position);

        fixture.KillAndReopen();
        Assert.Equal(LogFixture.Values(0, (int)damage.Position.Offset), fixture.ReadAll());
    }

    [Fact]
    public void Truncate_OfAnOpenLog_OrAtNoPosition_IsRefused()
    {
        using var fixture = Filled(segmentBytes: 1024);
        Assert.Throws<StorageLockedException>(() => ReplayLog.Truncate(fixture.Disk.Open(), new LogPosition(0, 1)));
        fixture.Log.Close();

        Assert.Throws<LogPositionException>(() => ReplayLog.Truncate(fixture.Disk.Open(), new LogPosition(0, 101)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReplayLog.Truncate(fixture.Disk.Open(), new LogPosition(1, 0)));
    }

    private static LogFixture Filled(long segmentBytes, int perSync = 1)
    {
        var fixture = new LogFixture(new() { SegmentBytes = segmentBytes, Durability = LogDurability.None });
        for (var i = 0; i < 100; i++)
        {
            fixture.Append($"v{i}");
            if (i % perSync == 0) fixture.Log.Sync();
        }
        fixture.Log.Sync();
        return fixture;
    }
}
