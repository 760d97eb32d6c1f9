namespace LambdaSpeed;

/// <summary>A component failed in one of its tasks, and the run with it; the inner exception is what the component threw.</summary>
public class TaskFailedException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="component">The component that failed.</param>
    /// <param name="taskIndex">Its task, from 0.</param>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">What was thrown.</param>
    public TaskFailedException(string component, int taskIndex, string message, Exception? innerException) : base(message, innerException)
    {
        Component = component;
        TaskIndex = taskIndex;
    }

    /// <summary>The component that failed.</summary>
    public string Component { get; }

    /// <summary>Its task, from 0.</summary>
    public int TaskIndex { get; }
}
