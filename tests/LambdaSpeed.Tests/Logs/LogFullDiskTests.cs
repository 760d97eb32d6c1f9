using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>A disk without room: nothing is lost, nothing is told wrong, and it is over when there is room.</summary>
public sealed class LogFullDiskTests
{
    [Fact]
    public void FullDisk_SaysThatNothingIsWithdrawn_AndTheSameAppendIsRepeated()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        var value = new byte[100_000];
        fixture.Disk.Capacity = fixture.Disk.UsedBytes + 350_000;
        var appended = 0;
        void AppendForEver()
        {
            for (; ; appended++) fixture.Log.Append(value);
        }

        Assert.False(Assert.Throws<LogWriteException>(AppendForEver).IsWithdrawn);
        fixture.Disk.Capacity = long.MaxValue;
        Assert.Equal(new LogPosition(0, appended), fixture.Log.Append(value));
        Assert.Equal(appended + 1, fixture.ReadAll().Count);
    }

    [Fact]
    public void FullDisk_HoldsUpNoSync_OfWhatIsInTheFileAlready()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.None });
        fixture.AppendMany(3);
        Assert.Equal(3, fixture.Log.EndOffset(0));
        fixture.Disk.Capacity = fixture.Disk.UsedBytes;
        fixture.AppendMany(2, from: 3);

        fixture.Log.Writers[0].Sync(3, generation: 0);

        Assert.Equal(3, fixture.Log.DurableOffset(0));
        Assert.Throws<LogWriteException>(fixture.Log.Sync);
        fixture.Disk.Capacity = long.MaxValue;
        fixture.Log.Sync();
        Assert.Equal(LogFixture.Values(0, 5), fixture.ReadAll());
    }

    [Fact]
    public void FullDisk_IsSaidClearly_AndOverWhenThereIsRoom()
    {
        using var fixture = new LogFixture(new() { Durability = LogDurability.EveryAppend, SegmentBytes = 1024 });
        fixture.Disk.Capacity = fixture.Disk.UsedBytes + 3000;
        var acknowledged = 0;
        void AppendForEver()
        {
            for (; ; acknowledged++) fixture.Append($"v{acknowledged}");
        }

        var failure = Assert.Throws<LogWriteException>(AppendForEver);
        Assert.Contains("No space left", failure.Message);
        Assert.True(acknowledged > 5);

        fixture.Disk.Capacity = long.MaxValue;
        fixture.Append("after");
        fixture.CrashAndReopen(seed: 3);
        var values = fixture.ReadAll();
        Assert.Equal(LogFixture.Values(0, acknowledged), values.Take(acknowledged));
        Assert.Equal("after", values[^1]);
    }
}
