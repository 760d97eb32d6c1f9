namespace LambdaSpeed.Sources;

/// <summary>Finds a task's own position among the positions of all tasks.</summary>
internal static class SourcePositions
{
    /// <summary>The offset to continue at, or null when the partition was never captured.</summary>
    public static long? Find(IReadOnlyCollection<LogPosition> positions, int partition)
    {
        ArgumentNullException.ThrowIfNull(positions);
        foreach (var position in positions)
        {
            if (position.Partition == partition) return position.Offset;
        }
        return null;
    }

    /// <summary>The offset to continue at in a source with one partition for each task; null at the very start.</summary>
    /// <remarks>Such a source is divided by the number of tasks, so positions mean nothing to a run with another number.</remarks>
    public static long? FindOfTask(IReadOnlyCollection<LogPosition> positions, ComponentContext context)
    {
        var own = Find(positions, context.TaskIndex);
        if (positions.Count > 0 && (own is null || positions.Any(position => position.Partition >= context.TaskCount)))
        {
            throw Misplaced(context, $"the positions to continue at are of {positions.Count} task(s)");
        }
        return own;
    }

    /// <summary>The positions do not belong to this source as it is divided now.</summary>
    public static TaskFailedException Misplaced(ComponentContext context, string finding) => new(
        context.Component,
        context.TaskIndex,
        $"Component '{context.Component}', task {context.TaskIndex} of {context.TaskCount}, cannot continue: {finding}. " +
        "Remedy: run it with the parallelism and over the source it had when its positions were captured.",
        innerException: null);

    /// <summary>The source ended before the position that was captured in it.</summary>
    public static TaskFailedException BeyondEnd(ComponentContext context, long offset, long length) =>
        Misplaced(context, $"it is to continue at {offset}, but its source ends at {length}");
}
