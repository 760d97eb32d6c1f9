using LambdaSpeed.EventTime;
using LambdaSpeed.Streams;
using Xunit;

namespace LambdaSpeed.Tests.EventTime;

public sealed class WatermarkTrackerTests
{
    private readonly WatermarkTracker _tracker = new(3);

    [Fact]
    public void Watermark_IsTheLeastOfAllInputs_AndNoneBeforeEachHasOne()
    {
        _tracker.Observe(0, 50);
        _tracker.Observe(1, 30);
        Assert.Equal(Watermark.None, _tracker.Current);

        _tracker.Observe(2, 40);
        Assert.Equal(30, _tracker.Current);
    }

    [Fact]
    public void IdleInput_IsNotWaitedFor_AndComesBackWithoutSettingTheOthersBack()
    {
        _tracker.Observe(0, 50);
        _tracker.Observe(1, 60);
        _tracker.Observe(2, 10);
        _tracker.Observe(2, Watermark.Idle);
        Assert.Equal(50, _tracker.Current);

        _tracker.Observe(2, 20);
        Assert.Equal(50, _tracker.Current);
        _tracker.Observe(2, 90);
        _tracker.Observe(0, 95);
        Assert.Equal(60, _tracker.Current);
    }

    [Fact]
    public void InputsThatFollowTheClock_CountOnceNobodyIsLive()
    {
        _tracker.Observe(0, 50);
        _tracker.Observe(1, Watermark.IdleAt(80));
        _tracker.Observe(2, Watermark.IdleAt(90));
        Assert.Equal((50, 50), (_tracker.Current, _tracker.Told));

        _tracker.Observe(0, Watermark.Idle);
        Assert.Equal((90, Watermark.IdleAt(90)), (_tracker.Current, _tracker.Told));
        _tracker.Observe(0, 60);
        Assert.Equal((90, 90), (_tracker.Current, _tracker.Told));
        _tracker.End(0);
        Assert.Equal(Watermark.IdleAt(90), _tracker.Told);
    }

    [Fact]
    public void HeldBack_AnIdleOneStaysIdle()
    {
        Assert.Equal(Watermark.IdleAt(70), Watermark.HoldBack(Watermark.IdleAt(100), 30));
        Assert.Equal(Watermark.Idle, Watermark.HoldBack(Watermark.IdleAt(100), 100));
        Assert.Equal(Watermark.Idle, Watermark.HoldBack(Watermark.Idle, 30));
    }

    [Fact]
    public void AllInputsIdle_TheTaskIsIdle_AndKeepsItsWatermark()
    {
        _tracker.Observe(0, 50);
        _tracker.Observe(1, 60);
        _tracker.Observe(2, 70);
        for (var input = 0; input < 3; input++) _tracker.Observe(input, Watermark.Idle);

        Assert.True(_tracker.IsIdle);
        Assert.Equal(70, _tracker.Current); // that of the last one that was live
    }

    [Fact]
    public void EndedInputs_AreNotWaitedFor_AndWithTheLastOneEverythingHasCome()
    {
        _tracker.Observe(0, 50);
        _tracker.End(1);
        _tracker.End(2);
        Assert.Equal(50, _tracker.Current);

        _tracker.End(0);
        Assert.Equal(Watermark.Final, _tracker.Current);
        Assert.False(_tracker.IsIdle);
    }
}
