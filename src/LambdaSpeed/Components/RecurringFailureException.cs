namespace LambdaSpeed;

/// <summary>A component failed on the same tuple after each restart, so the run has ended instead of restarting further; the inner
/// exception is the last of these failures. See <see cref="RestartPolicy.MaxRestartsAtOneTuple"/>.</summary>
public sealed class RecurringFailureException : TaskFailedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">The last failure.</param>
    /// <param name="times">How often in a row it happened.</param>
    /// <param name="published">The epoch that was published before each of them.</param>
    public RecurringFailureException(TaskFailedException failure, int times, EpochId published) : base(
        Named(failure).Component,
        failure.TaskIndex,
        $"Component '{failure.Component}', task {failure.TaskIndex}, failed {times} times in a row on the same tuple" +
        (failure.Position is { } at ? $" (source position {at})" : "") +
        $", each time going on from {published}: another restart would meet it again. Remedy: mend what fails on it, or have a bolt or " +
        $"operator before take such tuples out, with {nameof(ComponentOptions)}.{nameof(ComponentOptions.OnFailure)} " +
        $"{nameof(TupleFailurePolicy.Skip)} or {nameof(TupleFailurePolicy.DeadLetter)}. {failure.Message}",
        failure,
        failure.Position)
    {
        Times = times;
        Published = published;
    }

    /// <summary>How often in a row the failure happened.</summary>
    public int Times { get; }

    /// <summary>The epoch that was published before each of them.</summary>
    public EpochId Published { get; }

    private static TaskFailedException Named(TaskFailedException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure;
    }
}
