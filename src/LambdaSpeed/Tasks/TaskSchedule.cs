namespace LambdaSpeed.Tasks;

/// <summary>Whether a task waits, is queued or is being stepped. Any thread may wake it.</summary>
/// <remarks>
/// <code>
///            Wake                 a worker takes it             the step says HasMore
///   Waiting ──────► Queued ───────────────────────► Stepping ───────────────────────► Queued
///      ▲                                             │   │ Wake
///      │            the step says nothing to do      │   ▼
///      └─────────────────────────────────────────────┘  Woken ──── nothing to do ───► Queued
/// </code>
/// Every transition is an interlocked operation, hence a full fence: a waker first makes its work visible and then looks at the state; a
/// worker first changes the state and then looks for work. So work is never left lying.
/// </remarks>
internal sealed class TaskSchedule
{
    private const int Waiting = 0;
    private const int Queued = 1;
    private const int Stepping = 2;
    private const int Woken = 3;
    private const int Ended = 4;

    private Worker _home = null!; // set before the run starts; then by whoever queues or takes the task
    private int _state = Waiting; // one of the constants above
    private Action _enqueue = static () => { }; // set once, before the run starts

    /// <summary>The worker where the task is queued. Set by the pool; a stale value costs a cache miss, never a task.</summary>
    public Worker Home
    {
        get => Volatile.Read(ref _home);
        set => Volatile.Write(ref _home, value);
    }

    /// <summary>Says where the task is queued when it is woken; called once, before the run starts.</summary>
    public void Attach(Action enqueue) => _enqueue = enqueue;

    public void Wake()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            switch (state)
            {
                case Waiting:
                    if (Interlocked.CompareExchange(ref _state, Queued, Waiting) != Waiting) continue;
                    _enqueue();
                    return;
                case Stepping:
                    if (Interlocked.CompareExchange(ref _state, Woken, Stepping) != Stepping) continue;
                    return;
                case Queued or Woken:
                    // The worker has yet to look for work, but only if it sees ours: make sure it is visible before trusting the state.
                    Interlocked.MemoryBarrier();
                    if (Volatile.Read(ref _state) is Queued or Woken) return;
                    continue;
                default:
                    return;
            }
        }
    }

    /// <summary>A worker begins to step the task.</summary>
    public void BeginStep() => Interlocked.Exchange(ref _state, Stepping);

    /// <summary>The step has more to do: the task is to be queued again by the worker.</summary>
    public void Requeue() => Interlocked.Exchange(ref _state, Queued);

    /// <summary>The step found nothing to do; false when the task was woken meanwhile and is to be queued again by the worker.</summary>
    public bool TryWait()
    {
        if (Interlocked.CompareExchange(ref _state, Waiting, Stepping) == Stepping) return true;
        Interlocked.Exchange(ref _state, Queued);
        return false;
    }

    /// <summary>The task is not to be stepped again.</summary>
    public void End() => Interlocked.Exchange(ref _state, Ended);

    public override string ToString() => Volatile.Read(ref _state) switch
    {
        Waiting => "waiting",
        Queued => "queued",
        Ended => "ended",
        _ => "stepping",
    };
}
