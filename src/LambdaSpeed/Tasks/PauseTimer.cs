namespace LambdaSpeed.Tasks;

/// <summary>Wakes a paused task. Used by the worker that has stepped it.</summary>
internal sealed class PauseTimer(Action wake)
{
    private ITimer? _timer; // created when first needed

    /// <summary>Wakes the task after a time, in place of any that was set before; a little early does no harm.</summary>
    public void Set(TimeProvider clock, TimeSpan pause)
    {
        _timer ??= clock.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        pause = TimeSpan.FromTicks(Math.Clamp(pause.Ticks, TimeSpan.TicksPerMillisecond, ComponentOptions.LongestTime.Ticks));
        _timer.Change(pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Wakes nobody any more.</summary>
    public void Stop() => _timer?.Dispose();
}
