using LambdaSpeed.Invariants;

namespace LambdaSpeed.Epochs;

/// <summary>Decides when an epoch begins to end and when all tasks have ended it.</summary>
/// <remarks>
/// Pure: no channel, no await, no clock, no lock; its owner calls it one call at a time.
/// <code>
///            TryBegin                 last ack, or last owing task has ended
/// Open(n) ─────────────► Ending(n) ─────────────────────────────────────────► Open(n+1)
/// </code>
/// A task that has ended counts as having acknowledged every epoch.
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

    /// <summary>The epoch that is open or ending.</summary>
    public EpochId Current { get; private set; }

    /// <summary>Has the current epoch's barrier been sent, but not been acknowledged by all?</summary>
    public bool IsEnding { get; private set; }

    public bool HasEnded => _live == 0;

    /// <summary>Begins to end the open epoch, if it may be: the answer is the epoch whose barrier is to be sent.</summary>
    public bool TryBegin(out EpochId epoch)
    {
        epoch = Current;
        if (IsEnding || HasEnded) return false;

        IsEnding = true;
        for (var task = 0; task < _owes.Length; task++) _owes[task] = !_ended[task];
        _owing = _live;
        return true;
    }

    /// <summary>Records that a task has passed the barrier; true when the epoch is now complete.</summary>
    public bool Acknowledge(int task, EpochId epoch)
    {
        Invariant.Require(IsEnding && epoch == Current, $"task {task} acknowledged {epoch}, current {Current}, ending {IsEnding}");
        Invariant.Require(_owes[task], $"task {task} acknowledged {epoch} without owing it");

        return Settle(task);
    }

    /// <summary>Records that a task takes no further part; true when the ending epoch is now complete.</summary>
    public bool End(int task)
    {
        Invariant.Require(!_ended[task], $"task {task} ended twice");

        _ended[task] = true;
        _live--;
        return IsEnding && _owes[task] && Settle(task);
    }

    private bool Settle(int task)
    {
        _owes[task] = false;
        if (--_owing > 0) return false;

        IsEnding = false;
        Current = Current.Next;
        return true;
    }
}
