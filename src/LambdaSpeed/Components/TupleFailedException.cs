using LambdaSpeed.Components;

namespace LambdaSpeed;

/// <summary>A component threw on a tuple; the inner exception is what it threw.</summary>
public sealed class TupleFailedException : TaskFailedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="component">The component that threw.</param>
    /// <param name="taskIndex">Its task, from 0.</param>
    /// <param name="ordinal">Which tuple of that task, from 0; -1 for a timer.</param>
    /// <param name="position">Where the tuple came from, when positions are carried.</param>
    /// <param name="innerException">What was thrown.</param>
    /// <param name="attempts">How often the component was given the tuple.</param>
    public TupleFailedException(
        string component, int taskIndex, long ordinal, LogPosition? position, Exception innerException, int attempts = 1) : base(
        component,
        taskIndex,
        $"Component '{component}', task {taskIndex}, failed on {(ordinal < 0 ? "a timer" : $"its tuple {ordinal}")}" +
        (position is { } at ? $" (source position {at})" : "") +
        (attempts > 1 ? $" after {attempts} attempts" : "") +
        (innerException is null ? "" : $": {ExceptionText.MessageOf(innerException)}"),
        innerException,
        position)
    {
        Ordinal = ordinal;
        Attempts = attempts;
    }

    /// <summary>Which tuple of the task it was: how many it had read before since the run started; -1 when it was a
    /// timer.</summary>
    public long Ordinal { get; }

    /// <summary>How often the component was given the tuple: more than once with a <see cref="RetryPolicy"/>.</summary>
    public int Attempts { get; }
}
