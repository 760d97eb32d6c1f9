using LambdaSpeed.Tests.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>What is deleted, when, and who can hold it up.</summary>
public sealed class LogRetentionTests
{
    [Fact]
    public void Age_DeletesWholeSegments_WhenAllOfThemIsOlder()
    {
        using var fixture = HourByHour(hours: 5, new() { RetentionAge = TimeSpan.FromHours(2.5), SegmentBytes = 1024 });

        fixture.Log.ApplyRetention();

        var kept = fixture.ReadAll().CountBy(value => value[..6]).ToDictionary();
        Assert.False(kept.ContainsKey("hour 0"));
        Assert.InRange(kept.GetValueOrDefault("hour 1"), 0, 10); // those in a segment with later ones
        Assert.Equal((20, 20, 20), (kept["hour 2"], kept["hour 3"], kept["hour 4"]));
        Assert.Equal(fixture.Log.FirstOffset(0), Offsets(fixture)[0]);
    }

    [Fact]
    public void Age_IsLookedAtByTheClock()
    {
        using var fixture = HourByHour(hours: 2, new() { RetentionAge = TimeSpan.FromHours(3), SegmentBytes = 1024 });
        var count = fixture.ReadAll().Count;

        fixture.Clock.Advance(TimeSpan.FromHours(2.5));
        Assert.InRange(fixture.ReadAll().Count, 1, count - 1);

        fixture.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Empty(fixture.ReadAll());
        Assert.Equal(new LogPosition(0, count), fixture.Append("later"));
        fixture.CrashAndReopen(seed: 1);
        Assert.Equal(count, fixture.Log.FirstOffset(0));
    }

    [Fact]
    public void Bytes_KeepsAsMuchAsSaid_AndNoMore()
    {
        using var fixture = new LogFixture(new() { RetentionBytes = 10_000, SegmentBytes = 2000 });
        fixture.AppendMany(20);
        for (var i = 0; i < 100; i++)
        {
            fixture.Append(new string('x', 500));
            fixture.Log.Sync();
        }

        fixture.Log.ApplyRetention();

        Assert.InRange(fixture.Disk.UsedBytes, 8000, 12_500);
        Assert.Equal(120, fixture.Log.EndOffset(0));
    }

    [Fact]
    public void Bytes_IsLookedAt_WhenASegmentEnds()
    {
        using var fixture = new LogFixture(new() { RetentionBytes = 10_000, SegmentBytes = 2000 });
        for (var i = 0; i < 200; i++)
        {
            fixture.Append(new string('x', 500));
            fixture.Log.Sync();
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(fixture.Disk.UsedBytes, 8000, 14_000);
    }

    [Fact]
    public void Consumer_HoldsWhatItHasNotRead_AndIsNotPassed()
    {
        using var fixture = new LogFixture(new() { RetentionBytes = 0, SegmentBytes = 1024 });
        using var consumer = fixture.Log.OpenConsumer("reports");
        consumer.Commit(new LogPosition(0, 0));
        Fill(fixture);
        Assert.Equal(0, fixture.Log.FirstOffset(0));
        consumer.Commit(new LogPosition(0, 50));

        fixture.Log.ApplyRetention();

        Assert.InRange(fixture.Log.FirstOffset(0), 20, 50);
        using var reader = consumer.OpenReader(0);
        Assert.Equal(50, LogFixture.ReadOn(reader).Count);
        consumer.Commit(new LogPosition(0, 100));
        fixture.Log.ApplyRetention();
        Assert.InRange(fixture.Log.FirstOffset(0), 90, 100);
    }

    [Fact]
    public void Consumer_HoldsAlso_WhileItIsNotOpen_UntilItIsDeleted()
    {
        using var fixture = new LogFixture(new() { RetentionBytes = 0, SegmentBytes = 1024 });
        fixture.AppendMany(10);
        using (var consumer = fixture.Log.OpenConsumer("reports")) consumer.Commit(new LogPosition(0, 10));
        Fill(fixture);
        fixture.Reopen();
        fixture.Log.ApplyRetention();
        Assert.InRange(fixture.Log.FirstOffset(0), 0, 10);

        fixture.Log.DeleteConsumer("reports");
        fixture.Log.ApplyRetention();

        Assert.InRange(fixture.Log.FirstOffset(0), 100, 110);
    }

    [Fact]
    public void Consumer_ThatMayBePassed_GetsAnError_NotSilence()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 1024 });
        Fill(fixture);
        fixture.Reopen(options => options with { RetentionBytes = 0, MayPassConsumers = true });
        using var consumer = fixture.Log.OpenConsumer("reports");
        consumer.Commit(new LogPosition(0, 10));
        using var reader = consumer.OpenReader(0);
        Assert.True(reader.TryRead(out _));

        fixture.Log.ApplyRetention();

        Assert.Contains("retention", Assert.Throws<LogPositionException>(() => consumer.OpenReader(0)).Message);
        Assert.Contains("retention", Assert.Throws<LogPositionException>(() => LogFixture.ReadOn(reader)).Message);
        Assert.InRange(reader.NextOffset, 12, 40); // what it had open could still be read
    }

    [Fact]
    public void Crash_DuringDeletion_NeverLeavesAGap()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            using var fixture = new LogFixture(new() { SegmentBytes = 1024 });
            Fill(fixture);
            fixture.Disk.CutPowerAt(1 + (seed % 20));
            try
            {
                fixture.Log.DeleteBefore(new LogPosition(0, 90));
            }
            catch (IOException)
            {
                // the power is off
            }

            fixture.CrashAndReopen(seed);

            var first = fixture.Log.FirstOffset(0);
            Assert.Equal(Enumerable.Range((int)first, 100 - (int)first), Offsets(fixture).Select(offset => (int)offset));
        }
    }

    [Fact]
    public void FailedDeletion_IsTriedAgain_AfterReopening()
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 1024 });
        Fill(fixture);
        fixture.Reopen(options => options with { RetentionBytes = 0 });
        fixture.Disk.Fail(StorageOperation.Delete, nth: 4);
        Assert.Throws<IOException>(fixture.Log.ApplyRetention);
        fixture.KillAndReopen();
        Assert.InRange(fixture.Log.FirstOffset(0), 1, 50);

        fixture.Log.ApplyRetention();

        Assert.InRange(fixture.Log.FirstOffset(0), 90, 100);
        Assert.InRange(fixture.Disk.UsedBytes, 0, 4000);
    }

    [Theory]
    [InlineData(StorageOperation.Delete)]
    [InlineData(StorageOperation.SyncNames)]
    internal void FailedDeletion_LeavesAFirstOffsetThatCanBeRead_AndIsTriedAgain(StorageOperation operation)
    {
        using var fixture = new LogFixture(new() { SegmentBytes = 1024 });
        Fill(fixture);
        fixture.Disk.Fail(operation, nth: 2);
        Assert.Throws<IOException>(() => fixture.Log.DeleteBefore(new LogPosition(0, 90)));

        var first = fixture.Log.FirstOffset(0);

        Assert.InRange(first, 1, 50);
        Assert.Equal(Enumerable.Range((int)first, 100 - (int)first), Offsets(fixture).Select(offset => (int)offset));
        fixture.Log.DeleteBefore(new LogPosition(0, 90));
        fixture.KillAndReopen();
        Assert.InRange(fixture.Log.FirstOffset(0), 80, 90);
    }

    private static LogFixture HourByHour(int hours, ReplayLogOptions options)
    {
        var fixture = new LogFixture(options with { Durability = LogDurability.None });
        for (var hour = 0; hour < hours; hour++)
        {
            for (var i = 0; i < 20; i++)
            {
                fixture.Append($"hour {hour} {new string('x', 100)}");
                fixture.Log.Sync();
            }
            if (hour + 1 < hours) fixture.Clock.Advance(TimeSpan.FromHours(1));
        }
        return fixture;
    }

    private static void Fill(LogFixture fixture)
    {
        for (var i = 0; i < 100; i++)
        {
            fixture.Append(new string('x', 100));
            fixture.Log.Sync();
        }
    }

    private static List<long> Offsets(LogFixture fixture)
    {
        using var reader = fixture.Log.OpenReader(0);
        var offsets = new List<long>();
        while (reader.TryRead(out var record)) offsets.Add(record.Offset);
        return offsets;
    }
}
