namespace LambdaSpeed;

/// <summary>A realtime view: the accumulated results of a topology by key, kept current while it is read.</summary>
/// <remarks>Safe from any thread. Reads of one key take no lock; those of several pin an epoch, which takes one for a moment. Committed
/// reads never hold up the writer.
/// Reads inherited from <see cref="IViewReader{TKey, TValue}"/> are <see cref="ReadLevel.Committed"/>.</remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What readers are given for a key.</typeparam>
public interface IView<TKey, TValue> : IViewReader<TKey, TValue>
    where TKey : notnull
{
    /// <summary>The newest epoch that committed reads see.</summary>
    EpochId PublishedEpoch { get; }

    /// <summary>How many keys the view holds, those of the open epoch included.</summary>
    long Count { get; }

    /// <summary>Reads a key and says what is known about the result.</summary>
    /// <param name="key">The key.</param>
    /// <param name="level">How fresh. <see cref="ReadLevel.Latest"/> of an accumulator that changes in place (a top-n) is answered by the
    /// owning task at the start of its next step, and the caller waits for that; it is refused on a thread of a topology.
    /// <see cref="ReadAsync"/> waits without a thread.</param>
    /// <exception cref="ArgumentNullException">The key is null: no view has such a key.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    /// <exception cref="InvalidOperationException">The read would wait, on a thread of a topology.</exception>
    ViewReading<TValue> Read(TKey key, ReadLevel level = ReadLevel.Committed);

    /// <summary>The same for callers that must not wait on their thread: a web request, or an <see cref="AsyncBolt{TIn, TOut}"/>, also one
    /// of the same topology. Completes at once, but for a <see cref="ReadLevel.Latest"/> read of an accumulator that changes in
    /// place.</summary>
    /// <param name="key">The key.</param>
    /// <param name="level">How fresh.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentNullException">The key is null: no view has such a key.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    ValueTask<ViewReading<TValue>> ReadAsync(
        TKey key, ReadLevel level = ReadLevel.Committed, CancellationToken cancellationToken = default);

    /// <summary>Holds one published epoch readable, for reads that must agree with each other. Dispose it soon: until then the old
    /// values of all that changes are kept.</summary>
    IViewSnapshot<TKey, TValue> Snapshot();

    /// <summary>The view's content, then its changes by published epochs. Changes are conflated: a slow reader is given the newest value
    /// of each key that changed since, once. Ends when the run has ended and all is read; throws when the run has failed.</summary>
    /// <param name="cancellationToken">Ends the enumeration with an exception.</param>
    IAsyncEnumerable<ViewChange<TKey, TValue>> ChangesAsync(CancellationToken cancellationToken = default);
}
