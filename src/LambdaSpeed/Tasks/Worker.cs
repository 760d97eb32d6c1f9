using System.Collections.Concurrent;
using System.Diagnostics;
using LambdaSpeed.Diagnostics;
using LambdaSpeed.State;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Tasks;

/// <summary>A thread that steps tasks: the only place of the engine that waits.</summary>
[DebuggerDisplay("{_thread.Name}: {Queue.Count} queued, parked {IsParked}")]
internal sealed class Worker
{
    private const int StepBudget = 32; // chunks a task may advance before others get their turn
    private static readonly TimeSpan _watchTime = TimeSpan.FromMicroseconds(20);  // how long to watch for work before parking
    private static readonly TimeSpan _longStep = TimeSpan.FromMicroseconds(50);   // behind such a step no task should wait
    private static readonly TimeSpan _spinBelow = TimeSpan.FromMilliseconds(0.5); // pauses shorter than this are waited for by watching

    [ThreadStatic]
    private static Worker? _current; // written by the thread itself

    private readonly IRunControl _run;
    private readonly WorkerTimers? _timers; // null when the run's clock is not the system's
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TimeSpan _slowStep;
    private readonly bool _givesWay; // to the threads of other runs
    private readonly Thread _thread;
    private readonly object _gate = new(); // held while parking and unparking
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(StreamTask Task, long Due)> _due = []; // tasks whose spout has something due soon
    private volatile bool _isParked; // written under the gate
    private long _stepBegan;         // timestamp of the system's clock when the step at hand began; 0 between steps. By the thread itself

    public Worker(string name, WorkerPool pool, IRunControl run, WorkerTimers? timers, SpeedLayerOptions options)
    {
        Pool = pool;
        _run = run;
        _timers = timers;
        _clock = options.TimeProvider;
        _slowStep = options.SlowStep;
        _givesWay = options.RecomputedUpTo is not null;
        _logger = options.LoggerOf("LambdaSpeed.Worker");
        _thread = new Thread(Loop) { Name = name, IsBackground = true };
    }

    /// <summary>The worker of the current thread; null on other threads.</summary>
    public static Worker? Current => _current;

    public WorkerPool Pool { get; }

    /// <summary>Tasks that wait for this worker. Any thread adds; idle workers may take.</summary>
    public ConcurrentQueue<StreamTask> Queue { get; } = new();

    /// <summary>What is to be done between steps, best by this worker. Any thread adds; idle workers take what is held up.</summary>
    public ConcurrentQueue<Func<bool>> Assisted { get; } = new();

    /// <summary>The thread's managed id.</summary>
    public int ThreadId => _thread.ManagedThreadId;

    /// <summary>Is the thread asleep, or about to be?</summary>
    public bool IsParked => _isParked;

    /// <summary>Does a task, or a slice, wait here behind a step? Any thread; a guess, for the answer may be late.</summary>
    public bool IsWaitedFor => (!Queue.IsEmpty || !Assisted.IsEmpty) && Volatile.Read(ref _stepBegan) != 0;

    /// <summary>Does a task wait here behind a step that is long already? As <see cref="IsWaitedFor"/>.</summary>
    public bool IsHeldUp => IsWaitedFor && IsLong(Volatile.Read(ref _stepBegan));

    /// <summary>Completes when the thread has returned.</summary>
    public Task Completion => _completion.Task;

    public void Start() => _thread.Start();

    /// <summary>Sleeps until it is unparked, unless there is work. On this worker's thread.</summary>
    public void Park()
    {
        lock (_gate)
        {
            _isParked = true;
            Interlocked.MemoryBarrier(); // whoever queues a task either sees this worker parked, or is seen here
            if (Pool.HasWorkFor(this)) _isParked = false;
            _timers?.Watch(this);
            while (_isParked)
            {
                var sleep = _timers?.SleepOf(this) ?? Timeout.InfiniteTimeSpan;
                if (sleep == TimeSpan.Zero) _isParked = false; // a timer is due
                else Monitor.Wait(_gate, sleep);
            }
        }
    }

    /// <summary>Ends the sleep. Any thread.</summary>
    public void Unpark()
    {
        lock (_gate)
        {
            _isParked = false;
            Monitor.Pulse(_gate);
        }
    }

    private void Loop()
    {
        _current = this;
        if (_givesWay) LowPriority.Take();
        TopologyThread.Set(stepsTasks: true);
        while (!Pool.IsStopping)
        {
            if (_timers is { IsArmed: true } timers) timers.Fire(timers.GetTimestamp());
            if (_due.Count > 0) TryWakeDue();
            var hasAssisted = Pool.TryAssist(this);
            if (Queue.TryDequeue(out var task) || (!hasAssisted && TryAwait(out task))) Step(task);
        }
        TopologyThread.Set(stepsTasks: false);
        _completion.TrySetResult();
    }

    /// <summary>Waits for something to do; true when that is a task taken from another worker.</summary>
    private bool TryAwait(out StreamTask task) =>
        Pool.AwaitTask(this, Math.Min(EarliestDue(), WatchUntil()), mayPark: _due.Count == 0, out task);

    private void Step(StreamTask task)
    {
        var started = _clock.GetTimestamp();
        Volatile.Write(ref _stepBegan, _clock == TimeProvider.System ? started : TimeProvider.System.GetTimestamp());
        task.Schedule.BeginStep();
        task.Blocked.End(started);
        try
        {
            var progress = task.Step(StepBudget);
            var took = _clock.GetElapsedTime(started);
            if (took > _slowStep) LogMessages.SlowStep(_logger, task.Name, task.Id, took.TotalMilliseconds);
            Settle(task, progress);
        }
        catch (Exception exception) // whatever it is, even of the engine, it must end the run and not the process
        {
            task.Schedule.End();
            _run.TaskFailed(task, exception);
        }
        if (IsHeldUp) Pool.UnparkOne(); // there is work for two
        Volatile.Write(ref _stepBegan, 0);
    }

    private static bool IsLong(long began) => TimeProvider.System.GetElapsedTime(began) >= _longStep;

    private void Settle(StreamTask task, Progress progress)
    {
        switch (progress)
        {
            case Progress.HasMore:
                task.Schedule.Requeue();
                Pool.Enqueue(task);
                break;
            case Progress.Blocked:
                task.Blocked.Begin(_clock.GetTimestamp());
                if (!task.Schedule.TryWait()) Pool.Enqueue(task);
                break;
            case Progress.OutOfInput:
                if (!task.Schedule.TryWait()) Pool.Enqueue(task);
                break;
            case Progress.Paused:
                var isShort = task.Pause < _spinBelow && _clock == TimeProvider.System;
                if (!isShort) task.WakeAfterPause(_clock); // before others may step the task: waking too early is harmless
                else WakeSoon(task, TimestampAfter(task.Pause));
                if (!task.Schedule.TryWait()) Pool.Enqueue(task);
                break;
            case Progress.Ended:
                task.Schedule.End();
                _run.TaskEnded(task);
                break;
            default:
                throw new InvariantViolationException($"task {task.Name} answered {progress}");
        }
    }

    /// <summary>Notes when a task is due: once, however often it is woken before.</summary>
    private void WakeSoon(StreamTask task, long due)
    {
        var known = _due.FindIndex(other => ReferenceEquals(other.Task, task));
        if (known < 0) _due.Add((task, due));
        else _due[known] = (task, due);
    }

    /// <summary>Wakes the tasks whose time has come.</summary>
    private void TryWakeDue()
    {
        var now = _clock.GetTimestamp();
        for (var i = _due.Count - 1; i >= 0; i--)
        {
            if (_due[i].Due > now) continue;
            _due[i].Task.Wake();
            _due.RemoveAt(i);
        }
    }

    private long EarliestDue()
    {
        var earliest = long.MaxValue;
        foreach (var (_, due) in _due) earliest = Math.Min(earliest, due);
        return earliest;
    }

    /// <summary>Watching is for the processor's sake, so it is measured by the system's clock, also when the run's clock stands.</summary>
    private static long WatchUntil()
    {
        var clock = TimeProvider.System;
        return clock.GetTimestamp() + (long)(_watchTime.TotalSeconds * clock.TimestampFrequency);
    }

    private long TimestampAfter(TimeSpan time) =>
        _clock.GetTimestamp() + (long)(time.TotalSeconds * _clock.TimestampFrequency);
}
