namespace LambdaSpeed;

/// <summary>Implemented by aggregators whose accumulators hold references to things that <c>Add</c> or <c>Merge</c> change in place
/// (a set, a list, a sketch): assigning such an accumulator is not enough to keep its old value.</summary>
/// <remarks>The view keeps the published value of a key beside the one being changed; it asks for a copy at most once for each key and
/// epoch. Append-only structures can copy in O(1) by sharing what is already written.</remarks>
/// <typeparam name="TAccumulator">The accumulator.</typeparam>
public interface ICopyingAggregator<TAccumulator>
{
    /// <summary>Returns an accumulator with the same content that later changes of the original do not touch, and the reverse.
    /// The copy may be read by other threads while the original is being changed.</summary>
    /// <param name="accumulator">The original.</param>
    TAccumulator Copy(in TAccumulator accumulator);
}
