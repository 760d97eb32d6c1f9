namespace LambdaSpeed.Epochs;

/// <summary>The newest positions of every spout task, and which of them belong to the epoch that ends.</summary>
/// <remarks>Pure; its owner calls it one call at a time. A task that ends after it has passed a barrier ends in the epoch behind
/// it.</remarks>
internal sealed class PositionLedger
{
    private readonly SortedDictionary<int, SpoutPositions> _current = []; // by task of the run
    private readonly Dictionary<int, SpoutPositions> _later = [];         // of tasks that ended behind the barrier that is on its way

    /// <summary>Notes where a task stands at the end of the current epoch.</summary>
    public void Note(int task, SpoutPositions positions) => _current[task] = positions;

    /// <summary>Notes where a task stands that has passed the current epoch's barrier and then ended.</summary>
    public void NoteBehindBarrier(int task, SpoutPositions positions) => _later[task] = positions;

    /// <summary>The positions to commit with the current epoch; what was noted behind its barrier belongs to the next one.</summary>
    public IReadOnlyList<SpoutPositions> Take()
    {
        SpoutPositions[] taken = [.. _current.Values];
        foreach (var (task, positions) in _later) _current[task] = positions;
        _later.Clear();
        return taken;
    }
}
