using LambdaSpeed.EventTime;
using LambdaSpeed.Streams;
using Xunit;

namespace LambdaSpeed.Tests.EventTime;

public sealed class PartitionWatermarksTests
{
    [Fact]
    public void Watermark_FollowsThePartitionThatIsFurthestBehind()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var count = random.Next(1, 6);
            var watermarks = new PartitionWatermarks(WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromTicks(100)).ForPartitions(count));
            var latest = new long[count];
            for (var i = 0; i < 500; i++)
            {
                var (partition, time) = (random.Next(count), random.Next(1000, 100_000));
                watermarks.Observe(partition, time);
                latest[partition] = Math.Max(latest[partition], time);

                Assert.Equal(latest.Min() == 0 ? 0 : latest.Min() - 100, watermarks.Current);
            }
        }
    }

    [Fact]
    public void ClockIsFollowed_FromTheFarthestPartition_UntilOneSpeaks()
    {
        var watermarks = new PartitionWatermarks(WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromTicks(10)).ForPartitions(2));
        watermarks.LookForIdle();
        watermarks.FollowClock(1000);
        Assert.False(watermarks.IsByClock, "nothing has come yet");

        watermarks.Observe(0, 110);
        watermarks.Observe(1, 60);
        watermarks.LookForIdle();
        watermarks.LookForIdle();
        watermarks.FollowClock(7);
        watermarks.FollowClock(5);
        Assert.Equal((112, true), (watermarks.Current, watermarks.IsByClock));

        watermarks.Observe(1, 80);
        Assert.Equal((112, false, false), (watermarks.Current, watermarks.IsByClock, watermarks.IsIdle));
        watermarks.Observe(1, 200);
        Assert.Equal(190, watermarks.Current);

        watermarks.LookForIdle();
        watermarks.LookForIdle();
        watermarks.FollowClock(long.MaxValue / 2);
        Assert.True(watermarks.Current < Watermark.Final, "only the end of the input is the end");
    }

    [Fact]
    public void IdlePartition_HoldsNobodyUp_UntilItSpeaksAgain()
    {
        var watermarks = new PartitionWatermarks(WatermarkStrategy.Ascending().ForPartitions(2));
        watermarks.Observe(0, 100);
        watermarks.Observe(1, 10);
        watermarks.LookForIdle();
        watermarks.Observe(0, 200);
        Assert.Equal(10, watermarks.Current);

        Assert.True(watermarks.LookForIdle());
        Assert.Equal(200, watermarks.Current);
        watermarks.Observe(1, 50); // it does not go back
        watermarks.Observe(0, 300);
        Assert.Equal(200, watermarks.Current);
        watermarks.Observe(1, 250);
        Assert.Equal(250, watermarks.Current);
    }

    [Fact]
    public void AllPartitionsIdle_IsIdle_UntilOneSpeaks()
    {
        var watermarks = new PartitionWatermarks(WatermarkStrategy.Ascending().ForPartitions(2));
        watermarks.Observe(0, 100);
        watermarks.Observe(1, 100);
        watermarks.LookForIdle();
        watermarks.LookForIdle();
        Assert.True(watermarks.IsIdle);

        watermarks.Observe(1, 100);
        Assert.False(watermarks.IsIdle);
        Assert.Equal(100, watermarks.Current);
    }

    [Fact]
    public void OwnGenerator_DecidesTheWatermark()
    {
        var watermarks = new PartitionWatermarks(WatermarkStrategy.Custom(() => new Halves()));
        watermarks.Observe(0, 100);
        watermarks.Observe(0, 60);

        Assert.Equal(50, watermarks.Current);
    }

    private sealed class Halves : IWatermarkGenerator
    {
        public DateTimeOffset OnEvent(DateTimeOffset eventTime) => new(eventTime.UtcTicks / 2, TimeSpan.Zero);
    }
}
