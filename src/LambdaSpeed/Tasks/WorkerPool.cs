using System.Collections.Concurrent;
using System.Diagnostics;

namespace LambdaSpeed.Tasks;

/// <summary>A few workers that step the tasks of a run.</summary>
/// <remarks>
/// <para>A task has a home: the worker that stepped it last, in whose cache its state is. It is queued there while that worker is awake.
/// When
/// the home is parked, the waking worker makes itself the home: at a low rate all tasks gather on one worker, and a hop needs no other
/// thread; when two tasks wait on one worker, a parked one is unparked and takes over one of them.</para>
/// <para>An idle worker watches the queues for some microseconds, but never two at once, and then parks; a pool without work uses no
/// CPU.</para>
/// </remarks>
[DebuggerDisplay("{_workers.Length} workers")]
internal sealed class WorkerPool : ITaskPool
{
    private const int TooMany = 2; // tasks waiting on one worker, from which on another one may take some

    private readonly Worker[] _workers;
    private readonly ConcurrentQueue<Func<bool>> _assisted = new(); // what is to be done between steps, by whichever worker
    private int _adopted;              // tasks adopted so far: homes are given in turn
    private int _watching;             // 1 while a worker watches the queues before it parks
    private volatile bool _isStopping; // set once
    private bool _isStarted;           // the threads run; set before they do

    public WorkerPool(string name, int workers, IRunControl run, WorkerTimers? timers, SpeedLayerOptions options)
    {
        _workers = new Worker[workers];
        for (var i = 0; i < workers; i++) _workers[i] = new Worker($"{name}-{i}", this, run, timers, options);
    }

    public bool IsStopping => _isStopping;

    /// <summary>Has the pool step this task whenever it is woken. Before the pool starts.</summary>
    public void Adopt(StreamTask task)
    {
        task.Schedule.Home = _workers[_adopted++ % _workers.Length];
        task.Schedule.Attach(() => Enqueue(task));
    }

    public void Start()
    {
        _isStarted = true;
        foreach (var worker in _workers) worker.Start();
    }

    /// <summary>Has every worker return after the step at hand, and waits for that.</summary>
    public async Task StopAsync()
    {
        _isStopping = true;
        if (!_isStarted) return;
        foreach (var worker in _workers) worker.Unpark();
        await Task.WhenAll(_workers.Select(worker => worker.Completion)).ConfigureAwait(false);
        AssistToTheEnd();
    }

    public void Assist(Func<bool> slice, int nearThread)
    {
        var near = FindAwake(nearThread);
        (near?.Assisted ?? _assisted).Enqueue(slice);
        Interlocked.MemoryBarrier(); // a worker that parks either sees it, or is seen parked here
        if (_isStopping) AssistToTheEnd();
        else if (near is null || near.IsHeldUp) UnparkOne();
        else if (near.IsParked) near.Unpark();
    }

    /// <summary>Does a slice of what is to be done between steps; false when there is nothing. By the worker.</summary>
    public bool TryAssist(Worker worker) => TryAssist(worker.Assisted) || TryAssist(_assisted);

    /// <summary>Queues a woken task at its home, or here when its home is parked and this is a worker of the pool.</summary>
    public void Enqueue(StreamTask task)
    {
        var home = task.Schedule.Home;
        if (Worker.Current is { } current && current.Pool == this && home.IsParked) task.Schedule.Home = home = current;
        home.Queue.Enqueue(task);
        Interlocked.MemoryBarrier(); // a worker that parks either sees the task, or is seen parked here
        if (home.IsParked) home.Unpark();
        else if (home.Queue.Count >= TooMany || (home != Worker.Current && home.IsHeldUp)) UnparkOne();
    }

    /// <summary>Waits until there is a task for the worker, or until a time has passed; then takes one from a worker on which several wait,
    /// and makes this one its home; else parks.</summary>
    /// <remarks>Tasks are taken only after some waiting, for their state is in the other worker's cache, and only when several
    /// wait.</remarks>
    /// <param name="worker">The idle worker.</param>
    /// <param name="watchUntil">Until which timestamp of the system's clock the worker's queue is watched.</param>
    /// <param name="mayPark">May the worker sleep after that?</param>
    /// <param name="task">A task that was taken.</param>
    public bool AwaitTask(Worker worker, long watchUntil, bool mayPark, out StreamTask task)
    {
        task = null!;
        if (Interlocked.CompareExchange(ref _watching, 1, 0) == 0)
        {
            Watch(worker, watchUntil);
            Volatile.Write(ref _watching, 0);
            if (!worker.Queue.IsEmpty || HasSlices(worker)) return false;
        }
        if (TryTakeFromOthers(worker, out task)) return true;
        if (TryAssistOthers(worker)) return false;
        if (mayPark) worker.Park();
        else Thread.Yield();
        return false;
    }

    private void AssistToTheEnd()
    {
        while (TryAssist(_assisted) || Array.Exists(_workers, worker => TryAssist(worker.Assisted)))
        {
        }
    }

    private static bool TryAssist(ConcurrentQueue<Func<bool>> slices)
    {
        if (slices.IsEmpty || !slices.TryDequeue(out var slice)) return false;
        if (slice()) slices.Enqueue(slice);
        return true;
    }

    /// <summary>Does a slice that waits behind another worker's long step.</summary>
    private bool TryAssistOthers(Worker worker)
    {
        foreach (var other in _workers) // a loop: this is passed whenever a worker runs out of work, and a lambda would be allocated
        {
            if (other == worker || !other.IsHeldUp || !TryAssist(other.Assisted)) continue;
            Interlocked.MemoryBarrier(); // what is left was put back: the other one either sees that, or is seen parked here
            if (other.IsParked && !other.Assisted.IsEmpty) other.Unpark();
            return true;
        }
        return false;
    }

    private Worker? FindAwake(int thread)
    {
        foreach (var worker in _workers)
        {
            if (worker.ThreadId == thread && !worker.IsParked) return worker;
        }
        return null;
    }

    private bool HasSlices(Worker worker) => !worker.Assisted.IsEmpty || !_assisted.IsEmpty;

    /// <summary>Is there something that the worker should look at rather than park?</summary>
    public bool HasWorkFor(Worker worker)
    {
        if (_isStopping || !worker.Queue.IsEmpty || HasSlices(worker)) return true;
        foreach (var other in _workers)
        {
            if (other.Queue.Count >= TooMany || other.IsWaitedFor) return true;
        }
        return false;
    }

    private bool TryTakeFromOthers(Worker worker, out StreamTask task)
    {
        foreach (var other in _workers)
        {
            if (other == worker || !(other.Queue.Count >= TooMany || other.IsHeldUp) || !other.Queue.TryDequeue(out task!)) continue;
            task.Schedule.Home = worker;
            return true;
        }
        task = null!;
        return false;
    }

    private void Watch(Worker worker, long watchUntil)
    {
        while (worker.Queue.IsEmpty && !HasSlices(worker) && !_isStopping)
        {
            for (var i = 0; i < 8 && worker.Queue.IsEmpty; i++) Thread.SpinWait(8);
            if (TimeProvider.System.GetTimestamp() >= watchUntil) return;
        }
    }

    /// <summary>Has a parked worker look at what waits, unless one does already. Any thread.</summary>
    public void UnparkOne()
    {
        if (Volatile.Read(ref _watching) != 0) return; // the watching one will see it
        foreach (var worker in _workers)
        {
            if (!worker.IsParked) continue;
            worker.Unpark();
            return;
        }
    }
}
