using LambdaSpeed.Aggregation;

namespace LambdaSpeed;

/// <summary>The end of a stream: an action that was added to a topology.</summary>
/// <typeparam name="T">The tuples it is called for.</typeparam>
public sealed class ForEachWiring<T>
{
    private readonly ProcessedStream<T, Unit> _nothing;

    internal ForEachWiring(ProcessedStream<T, Unit> nothing) => _nothing = nothing;

    /// <summary>The tuples that the action failed on for good; needs <see cref="TupleFailurePolicy.DeadLetter"/> as the failure
    /// policy.</summary>
    public Stream<DeadLetter<T>> DeadLetters() => _nothing.DeadLetters();
}
