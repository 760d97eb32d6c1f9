using System.Diagnostics;

namespace LambdaSpeed.Tasks;

/// <summary>Has a stage ticked at a stated time of the run's clock. Touched only by the owning task's step; rings on any thread.</summary>
[DebuggerDisplay("set to {_due}")]
internal sealed class StageAlarm(TimeProvider clock)
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1); // then the stage looks again

    private Action _ring = static () => { }; // asks for the tick; set once, when the run starts
    private ITimer? _timer; // made when the first time is set
    private long _due = long.MaxValue; // ticks of UTC; the largest number when it is not set

    /// <summary>Says how to ask for the tick, when the run starts; asks for the first one, in which the stage finds out what it waits
    /// for.</summary>
    public void Attach(Action ring)
    {
        _ring = ring;
        ring();
    }

    /// <summary>Rings at a time, in place of the one before; the largest number for never.</summary>
    public void Set(long due)
    {
        if (due == _due) return;
        _due = due;
        if (due == long.MaxValue && _timer is null) return;
        _timer ??= clock.CreateTimer(_ => _ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due == long.MaxValue ? Timeout.InfiniteTimeSpan : Wait(due - clock.GetUtcNow().UtcTicks), Timeout.InfiniteTimeSpan);
    }

    /// <summary>It has rung: the next time is set anew, even if it is the same.</summary>
    public void Reset() => _due = long.MaxValue;

    public void Stop() => _timer?.Dispose();

    /// <summary>Timers go by milliseconds: rather late by one than early, since then nothing would be due.</summary>
    private static TimeSpan Wait(long ticks) => ticks >= _longest.Ticks
        ? _longest
        : TimeSpan.FromMilliseconds(Math.Max(0, (ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond));
}
