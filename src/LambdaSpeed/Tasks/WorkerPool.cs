using System.Collections.Concurrent;
using System.Diagnostics;

namespace LambdaSpeed.Tasks;

/// <summary>A few workers that step the tasks of a run: a queue of ready tasks, and a place where idle workers park.</summary>
/// <remarks>An idle worker looks at the queue for some microseconds, but never two at once, and then parks; a pool without work uses no
/// CPU.</remarks>
[DebuggerDisplay("{_workers.Length} workers, {_ready.Count} ready, {_parked} parked")]
internal sealed class WorkerPool
{
    private readonly ConcurrentQueue<StreamTask> _ready = new();
    private readonly object _gate = new();
    private readonly Worker[] _workers;
    private int _watching;  // 1 while a worker looks at the queue before it parks
    private int _parked;    // workers that are parked; written under the gate
    private int _permits;   // parked workers that are to go on; guarded by the gate
    private volatile bool _isStopping; // set once

    public WorkerPool(string name, int workers, IRunControl run, SpeedLayerOptions options)
    {
        _workers = new Worker[workers];
        for (var i = 0; i < workers; i++) _workers[i] = new Worker($"{name}-{i}", this, run, options);
    }

    public bool IsStopping => _isStopping;

    /// <summary>Has the pool step this task whenever it is woken.</summary>
    public void Adopt(StreamTask task) => task.Schedule.Attach(() => Enqueue(task));

    public void Start()
    {
        foreach (var worker in _workers) worker.Start();
    }

    /// <summary>Has every worker return after the step at hand, and waits for that.</summary>
    public async Task StopAsync()
    {
        _isStopping = true;
        lock (_gate)
        {
            _permits = _workers.Length;
            Monitor.PulseAll(_gate);
        }
        await Task.WhenAll(_workers.Select(worker => worker.Completion)).ConfigureAwait(false);
    }

    /// <summary>Queues a task: on a worker of this pool to be stepped next by it, else for the first worker that is free.</summary>
    public void Enqueue(StreamTask task)
    {
        if (Worker.Current is { } worker && worker.Pool == this && worker.TryTakeNext(task)) return;
        EnqueueForAny(task);
    }

    public void EnqueueForAny(StreamTask task)
    {
        _ready.Enqueue(task);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _parked) > 0 && Volatile.Read(ref _watching) == 0) Unpark();
    }

    public bool TryDequeue(out StreamTask task)
    {
        if (!_ready.TryDequeue(out task!)) return false;
        if (!_ready.IsEmpty && Volatile.Read(ref _parked) > 0 && Volatile.Read(ref _watching) == 0) Unpark(); // there is more: share it
        return true;
    }

    /// <summary>Waits until there may be a task in the queue, or until a time has passed.</summary>
    /// <param name="watchUntil">Until which timestamp of the system's clock the queue is looked at.</param>
    /// <param name="mayPark">May the worker sleep after that?</param>
    public void AwaitTask(long watchUntil, bool mayPark)
    {
        if (Interlocked.CompareExchange(ref _watching, 1, 0) == 0)
        {
            Watch(watchUntil);
            Volatile.Write(ref _watching, 0);
            Interlocked.MemoryBarrier();
            if (!_ready.IsEmpty || !mayPark) return;
        }
        if (mayPark) Park();
        else Thread.Yield();
    }

    private void Watch(long watchUntil)
    {
        while (_ready.IsEmpty && !_isStopping)
        {
            for (var i = 0; i < 8 && _ready.IsEmpty; i++) Thread.SpinWait(8);
            if (TimeProvider.System.GetTimestamp() >= watchUntil) return;
        }
    }

    private void Park()
    {
        lock (_gate)
        {
            _parked++;
            Interlocked.MemoryBarrier(); // an enqueuer either sees this worker parked, or is seen here
            while (_permits == 0 && _ready.IsEmpty && !_isStopping) Monitor.Wait(_gate);
            if (_permits > 0) _permits--;
            _parked--;
        }
    }

    private void Unpark()
    {
        lock (_gate)
        {
            if (_parked <= _permits) return;
            _permits++;
            Monitor.Pulse(_gate);
        }
    }
}
