using LambdaSpeed.Diagnostics;
using LambdaSpeed.State;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Tasks;

/// <summary>A thread that steps tasks: the only place of the engine that waits.</summary>
internal sealed class Worker
{
    private const int StepBudget = 32;       // chunks a task may advance before others get their turn
    private const int TurnsBeforeQueue = 8;  // steps of tasks woken on this worker before the queue is looked at
    private static readonly TimeSpan _watchTime = TimeSpan.FromMicroseconds(20);   // how long to look for work before parking
    private static readonly TimeSpan _spinBelow = TimeSpan.FromMilliseconds(1.5);  // pauses shorter than this are waited for by looking

    [ThreadStatic]
    private static Worker? _current; // written by the thread itself

    private readonly IRunControl _run;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TimeSpan _slowStep;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(StreamTask Task, long Due)> _due = []; // tasks whose spout has something due soon
    private StreamTask? _next; // woken on this worker: stepped next, while its input is in the cache
    private int _turns;        // steps since the queue was looked at

    public Worker(string name, WorkerPool pool, IRunControl run, SpeedLayerOptions options)
    {
        Pool = pool;
        _run = run;
        _clock = options.TimeProvider;
        _slowStep = options.SlowStep;
        _logger = options.LoggerFactory.CreateLogger("LambdaSpeed.Worker");
        _thread = new Thread(Loop) { Name = name, IsBackground = true };
    }

    /// <summary>The worker of the current thread; null on other threads.</summary>
    public static Worker? Current => _current;

    public WorkerPool Pool { get; }

    /// <summary>Completes when the thread has returned.</summary>
    public Task Completion => _completion.Task;

    public void Start() => _thread.Start();

    /// <summary>Takes a task as the one to be stepped next; false when there is one already. On this worker's thread.</summary>
    public bool TryTakeNext(StreamTask task)
    {
        if (_next is not null) return false;
        _next = task;
        return true;
    }

    private void Loop()
    {
        _current = this;
        TopologyThread.Set(stepsTasks: true);
        while (!Pool.IsStopping)
        {
            if (TryTakeTask(out var task)) Step(task);
            else if (_due.Count == 0) Pool.AwaitTask(WatchUntil(), mayPark: true);
            else if (!TryWakeDue()) Pool.AwaitTask(Math.Min(EarliestDue(), WatchUntil()), mayPark: false);
        }
        TopologyThread.Set(stepsTasks: false);
        _completion.TrySetResult();
    }

    private bool TryTakeTask(out StreamTask task)
    {
        if (_next is { } next && _turns < TurnsBeforeQueue)
        {
            _turns++;
            _next = null;
            task = next;
            return true;
        }
        _turns = 0;
        if (_due.Count > 0) TryWakeDue();
        if (Pool.TryDequeue(out task)) return true;
        if (_next is null) return false;
        task = _next;
        _next = null;
        return true;
    }

    private void Step(StreamTask task)
    {
        var started = _clock.GetTimestamp();
        task.Schedule.BeginStep();
        task.MeasureBlocked(started, isBlocked: false);
        try
        {
            var progress = task.Step(StepBudget);
            var took = _clock.GetElapsedTime(started);
            if (took > _slowStep) LogMessages.SlowStep(_logger, task.Name, task.Id, took.TotalMilliseconds);
            Settle(task, progress);
        }
        catch (Exception exception)
        {
            task.Schedule.End(); // a failure, even one of the engine, ends the run and never the process
            _run.TaskFailed(task, exception);
        }
    }

    private void Settle(StreamTask task, Progress progress)
    {
        switch (progress)
        {
            case Progress.HasMore:
                task.Schedule.Requeue();
                Pool.EnqueueForAny(task);
                break;
            case Progress.Blocked:
                task.MeasureBlocked(_clock.GetTimestamp(), isBlocked: true);
                if (!task.Schedule.TryWait()) Pool.EnqueueForAny(task);
                break;
            case Progress.OutOfInput:
                if (!task.Schedule.TryWait()) Pool.EnqueueForAny(task);
                break;
            case Progress.Paused:
                if (!task.Schedule.TryWait()) Pool.EnqueueForAny(task);
                else if (task.Pause < _spinBelow && _clock == TimeProvider.System) WakeSoon(task, TimestampAfter(task.Pause));
                else task.WakeAfterPause(_clock);
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

    /// <summary>Wakes the tasks whose time has come; false when there were none.</summary>
    private bool TryWakeDue()
    {
        var now = _clock.GetTimestamp();
        var any = false;
        for (var i = _due.Count - 1; i >= 0; i--)
        {
            if (_due[i].Due > now) continue;
            _due[i].Task.Wake();
            _due.RemoveAt(i);
            any = true;
        }
        return any;
    }

    private long EarliestDue()
    {
        var earliest = long.MaxValue;
        foreach (var (_, due) in _due) earliest = Math.Min(earliest, due);
        return earliest;
    }

    /// <summary>Watching is for the processor's sake, so it is measured by the system's clock, also when the run's clock stands.</summary>
    private static long WatchUntil() =>
        TimeProvider.System.GetTimestamp() + (long)(_watchTime.TotalSeconds * TimeProvider.System.TimestampFrequency);

    private long TimestampAfter(TimeSpan time) =>
        _clock.GetTimestamp() + (long)(time.TotalSeconds * _clock.TimestampFrequency);
}
