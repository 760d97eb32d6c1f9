namespace LambdaSpeed;

/// <summary>A component failed in one of its tasks, and the run with it; the inner exception is what the component threw.</summary>
public class TaskFailedException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="component">The component that failed.</param>
    /// <param name="taskIndex">Its task, from 0.</param>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">What was thrown.</param>
    /// <param name="position">Where the tuple at fault came from, when there is one and positions are carried.</param>
    public TaskFailedException(
        string component, int taskIndex, string message, Exception? innerException, LogPosition? position = null)
        : base(message, innerException)
    {
        Component = component;
        TaskIndex = taskIndex;
        Position = position;
    }

    /// <summary>The component that failed.</summary>
    public string Component { get; }

    /// <summary>Its task, from 0.</summary>
    public int TaskIndex { get; }

    /// <summary>The source position of the tuple at fault; null when the failure belongs to no tuple, and unless
    /// <c>SpeedLayerOptions.TracksPositions</c> is set and the source has positions.</summary>
    public LogPosition? Position { get; }

    /// <summary>Which tuple of the task it was since the run's attempt began; null when the failure belongs to no tuple, or its class tells
    /// it.</summary>
    internal long? TupleOrdinal { get; init; }
}
