namespace LambdaSpeed.Tasks;

/// <summary>What a step of a task came to.</summary>
internal enum Progress
{
    /// <summary>The budget is used up; there is more to do.</summary>
    HasMore,

    /// <summary>There is nothing to do until the task is woken.</summary>
    OutOfInput,

    /// <summary>An edge is full: nothing to do until its reader wakes the task.</summary>
    Blocked,

    /// <summary>The spout has nothing due, or a tuple waits to be tried again, for <see cref="StreamTask.Pause"/>.</summary>
    Paused,

    /// <summary>All is processed and sent on; the task is not to be stepped again.</summary>
    Ended,
}
