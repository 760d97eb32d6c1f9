namespace LambdaSpeed;

/// <summary>A direct or custom grouping named a task that does not exist, or none.</summary>
public sealed class GroupingException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="sender">The sending component.</param>
    /// <param name="task">The task that was named; -1 for none.</param>
    /// <param name="taskCount">How many tasks there are.</param>
    /// <param name="isDirect">Was it the direct grouping?</param>
    public GroupingException(string sender, int task, int taskCount, bool isDirect) : base(isDirect && task == -1
        ? $"Component '{sender}' emitted a tuple without naming a task on a stream that is read by the direct grouping. Use EmitTo."
        : $"The {(isDirect ? "direct" : "custom")} grouping behind component '{sender}' named task {task}, " +
          $"but the tasks are 0 to {taskCount - 1}.")
    {
        Task = task;
        TaskCount = taskCount;
    }

    /// <summary>The task that was named; -1 for none.</summary>
    public int Task { get; }

    /// <summary>How many tasks there are.</summary>
    public int TaskCount { get; }
}
