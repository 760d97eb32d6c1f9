using LambdaSpeed.Invariants;

namespace LambdaSpeed.Epochs;

/// <summary>Decides when an epoch begins to end, when all tasks have ended it, and when the next one may.</summary>
/// <remarks>
/// Pure: no channel, no await, no clock, no lock; its owner calls it one call at a time.
/// <code>
///            TryBegin                 last ack, or last owing task has ended                    Committed
/// Open(n) ─────────────► Ending(n) ─────────────────────────────────────────► Committing(n) ───────────────► Open(n+1)
/// Open(n) ── every task has ended: TryBeginLast ────────────────────────────►
/// </code>
/// A task that has ended counts as having acknowledged every epoch. At most one sealed epoch awaits its commit: no barrier is sent before
/// the epoch before is committed.
/// </remarks>
internal sealed class EpochCoordinator
{
    private readonly bool[] _owes;  // tasks that have not acknowledged the ending epoch
    private readonly bool[] _ended; // tasks that take no further part
    private int _owing;             // how many tasks owe
    private int _live;              // how many tasks have not ended

    public EpochCoordinator(int tasks, EpochId first)
    {
        Invariant.Require(tasks > 0, $"a run of {tasks} tasks has no epochs");
        _owes = new bool[tasks];
        _ended = new bool[tasks];
        _live = tasks;
        Current = first;
    }

    /// <summary>The epoch that is open, ending or being committed.</summary>
    public EpochId Current { get; private set; }

    public EpochPhase Phase { get; private set; }

    public bool HasEnded => _live == 0;

    /// <summary>Does the task owe the acknowledgement of the ending epoch?</summary>
    public bool Owes(int task) => Phase == EpochPhase.Ending && _owes[task];

    /// <summary>Begins to end the open epoch, if it may be: the answer is the epoch whose barrier is to be sent.</summary>
    public bool TryBegin(out EpochId epoch)
    {
        epoch = Current;
        if (Phase != EpochPhase.Open || HasEnded) return false;

        Phase = EpochPhase.Ending;
        for (var task = 0; task < _owes.Length; task++) _owes[task] = !_ended[task];
        _owing = _live;
        return true;
    }

    /// <summary>Ends the last epoch, which needs no barrier since no task is left; false while one is, or an earlier epoch is being
    /// committed.</summary>
    public bool TryBeginLast()
    {
        if (!HasEnded || Phase != EpochPhase.Open) return false;

        Phase = EpochPhase.Committing;
        return true;
    }

    /// <summary>Records that a task has passed the barrier; true when the epoch is now to be committed.</summary>
    public bool Acknowledge(int task, EpochId epoch)
    {
        Invariant.Require(Phase == EpochPhase.Ending && epoch == Current, $"task {task} acknowledged {epoch}, current {Current}, {Phase}");
        Invariant.Require(_owes[task], $"task {task} acknowledged {epoch} without owing it");

        return Settle(task);
    }

    /// <summary>Records that a task takes no further part; true when the ending epoch is now to be committed.</summary>
    public bool End(int task)
    {
        Invariant.Require(!_ended[task], $"task {task} ended twice");

        _ended[task] = true;
        _live--;
        return Owes(task) && Settle(task);
    }

    /// <summary>Records that the current epoch is durable: the next one is open.</summary>
    public void Committed(EpochId epoch)
    {
        Invariant.Require(Phase == EpochPhase.Committing && epoch == Current, $"{epoch} was committed, current {Current}, {Phase}");

        Phase = EpochPhase.Open;
        Current = Current.Next;
    }

    private bool Settle(int task)
    {
        _owes[task] = false;
        if (--_owing > 0) return false;

        Phase = EpochPhase.Committing;
        return true;
    }
}
