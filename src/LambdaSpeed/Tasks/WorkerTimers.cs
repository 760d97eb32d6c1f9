using System.Diagnostics;

namespace LambdaSpeed.Tasks;

/// <summary>The system's time, with timers that the workers of a run look after between their steps: no other thread wakes for
/// them.</summary>
/// <remarks>For work that is the workers' own, such as beginning the end of an epoch: a thread that wakes for it takes a core from those
/// who are to do it. Late by the step at hand, so not for what must come in time whatever the tasks do.</remarks>
[DebuggerDisplay("{_armed.Count} armed")]
internal sealed class WorkerTimers : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<WorkerTimer> _armed = []; // under the gate
    private long _earliest = long.MaxValue;         // the first due time of those; written under the gate
    private Worker? _watcher;                       // who parked last: it wakes by that time

    /// <inheritdoc/>
    public override long TimestampFrequency => System.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => System.GetTimestamp();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow();

    /// <summary>Makes a timer that fires once for each time it is set.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new WorkerTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Is there a timer to look after?</summary>
    public bool IsArmed => Volatile.Read(ref _earliest) != long.MaxValue;

    /// <summary>Fires what is due. By a worker that is about to step or to wait.</summary>
    public void Fire(long now)
    {
        while (now >= Volatile.Read(ref _earliest))
        {
            if (TakeDue(now) is { } timer) timer.Fire();
        }
    }

    /// <summary>The worker is about to park: it is the one that wakes for the next timer, until another one parks. So the busiest does,
    /// and those without work sleep on.</summary>
    public void Watch(Worker worker) => Volatile.Write(ref _watcher, worker);

    /// <summary>How long a parked worker may sleep: without end when another one watches, or nothing is armed.</summary>
    public TimeSpan SleepOf(Worker worker)
    {
        var earliest = Volatile.Read(ref _earliest);
        if (earliest == long.MaxValue) return Timeout.InfiniteTimeSpan;
        var left = Math.Max(0, earliest - GetTimestamp());
        if (left > 0 && Volatile.Read(ref _watcher) != worker) return Timeout.InfiniteTimeSpan;
        return TimeSpan.FromMilliseconds(Math.Ceiling(left * 1000.0 / TimestampFrequency)); // threads sleep by milliseconds
    }

    private void Set(WorkerTimer timer, long due)
    {
        lock (_gate)
        {
            _armed.Remove(timer);
            timer.Due = due;
            if (due != long.MaxValue) _armed.Add(timer);
            Volatile.Write(ref _earliest, _armed.Count == 0 ? long.MaxValue : _armed.Min(static other => other.Due));
        }
    }

    private WorkerTimer? TakeDue(long now)
    {
        lock (_gate)
        {
            var timer = _armed.Find(other => other.Due <= now);
            if (timer is not null) Set(timer, long.MaxValue);
            return timer;
        }
    }

    private sealed class WorkerTimer(WorkerTimers timers, TimerCallback callback, object? state) : ITimer
    {
        /// <summary>Timestamp; the largest number when it is not armed. Under the gate of the timers.</summary>
        public long Due { get; set; } = long.MaxValue;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan) throw new NotSupportedException("Workers look after timers that fire once.");
            timers.Set(this, dueTime == Timeout.InfiniteTimeSpan
                ? long.MaxValue
                : timers.GetTimestamp() + (long)(dueTime.TotalSeconds * timers.TimestampFrequency));
            return true;
        }

        public void Dispose() => timers.Set(this, long.MaxValue);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
