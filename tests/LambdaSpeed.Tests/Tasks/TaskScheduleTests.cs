using LambdaSpeed.Tasks;
using Xunit;

namespace LambdaSpeed.Tests.Tasks;

public sealed class TaskScheduleTests
{
    private readonly TaskSchedule _schedule = new();
    private int _queued;

    public TaskScheduleTests() => _schedule.Attach(() => _queued++);

    [Fact]
    public void Wake_OfWaitingTask_QueuesItOnce()
    {
        _schedule.Wake();
        _schedule.Wake();

        Assert.Equal((1, "queued"), (_queued, _schedule.ToString()));
    }

    [Fact]
    public void Wake_WhileStepping_IsNotLost()
    {
        _schedule.Wake();
        _schedule.BeginStep();
        _schedule.Wake();
        _schedule.Wake();

        Assert.False(_schedule.TryWait()); // the worker queues it again
        Assert.Equal((1, "queued"), (_queued, _schedule.ToString()));
    }

    [Fact]
    public void Wait_WithoutWake_WaitsForTheNext()
    {
        _schedule.Wake();
        _schedule.BeginStep();

        Assert.True(_schedule.TryWait());
        Assert.Equal("waiting", _schedule.ToString());
        _schedule.Wake();
        Assert.Equal(2, _queued);
    }

    [Fact]
    public void Requeue_KeepsItQueued()
    {
        _schedule.Wake();
        _schedule.BeginStep();
        _schedule.Requeue();
        _schedule.Wake();

        Assert.Equal((1, "queued"), (_queued, _schedule.ToString()));
    }

    [Fact]
    public void Wake_OfEndedTask_DoesNothing()
    {
        _schedule.End();
        _schedule.Wake();

        Assert.Equal((0, "ended"), (_queued, _schedule.ToString()));
    }
}
