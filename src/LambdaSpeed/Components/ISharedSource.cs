namespace LambdaSpeed;

/// <summary>A spout whose partitions have no fixed owner: which of them a task reads is decided outside the run and changes while it runs,
/// as in a consumer group. To be given to a topology by <see cref="Spouts.Shared{T}"/>.</summary>
/// <remarks>
/// <para>A key that such a spout reads here now may be read by another process in a moment. So nothing behind it may need all tuples of a
/// key in one place: <c>Build</c> refuses views, windows, joins, keyed state, event time, and groupings by key there.</para>
/// <para>What an attempt that failed had read may come to another process: <c>PublishAsync</c> does not wait for it. Epochs are committed,
/// and the spout told (<see cref="IPositionedSpout.OnCommitted"/>), also where the run has neither checkpoints nor outputs.</para>
/// </remarks>
public interface ISharedSource
{
    /// <summary>Who divides the partitions, as in <c>the consumer group 'billing'</c>. The same from the beginning on.</summary>
    string DividedBy { get; }
}
