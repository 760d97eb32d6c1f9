namespace LambdaSpeed.Sources;

/// <summary>One task's share of the indices 0, 1, 2 … of a generator: those that leave its own index when divided by the number of
/// tasks.</summary>
/// <remarks>Touched only by the owning task's step. The partition of a position is the task, its offset the next index.</remarks>
internal sealed class TaskIndices
{
    private readonly ComponentContext _context;
    private readonly long _count;

    public TaskIndices(ComponentContext context, long count)
    {
        _context = context;
        _count = count;
        Next = context.TaskIndex;
    }

    /// <summary>Positions mean nothing to another number of tasks.</summary>
    public string SourceId => $"indices over {_context.TaskCount} task(s)";

    /// <summary>The index to make next.</summary>
    public long Next { get; private set; }

    public bool IsAtEnd => Next >= _count;

    /// <summary>Where a tuple made from <see cref="Next"/> comes from.</summary>
    public LogPosition Position => new(_context.TaskIndex, Next);

    public void Advance() => Next += _context.TaskCount;

    /// <summary>Continues at a captured position; the start stays when there is none.</summary>
    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        if (SourcePositions.FindOfTask(positions, _context) is not { } offset) return;

        if (offset < 0 || offset % _context.TaskCount != _context.TaskIndex)
        {
            throw SourcePositions.Misplaced(_context, $"index {offset} is not of this task");
        }
        Next = offset;
    }
}
