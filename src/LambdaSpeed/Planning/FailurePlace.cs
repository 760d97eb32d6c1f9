namespace LambdaSpeed.Planning;

/// <summary>On which tuple a component failed, so that the same failure can be known again in the next life of the run.</summary>
/// <param name="Component">The component.</param>
/// <param name="TaskIndex">Its task.</param>
/// <param name="Position">Where the tuple came from; null when positions are not carried.</param>
/// <param name="Ordinal">Without a position: which tuple of the task it was since the life began.</param>
internal readonly record struct FailurePlace(string Component, int TaskIndex, LogPosition? Position, long? Ordinal)
{
    /// <summary>The place of a failure; null when it belongs to no tuple: what is away may come back.</summary>
    public static FailurePlace? Of(Exception fault) => fault switch
    {
        TaskFailedException { Position: { } position } failed => new(failed.Component, failed.TaskIndex, position, null),
        TaskFailedException { TupleOrdinal: { } ordinal } failed => new(failed.Component, failed.TaskIndex, null, ordinal),
        _ => null,
    };
}
