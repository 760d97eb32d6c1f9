namespace LambdaSpeed;

/// <summary>A store outside the run that follows a view: it is told, after publications, what has changed.</summary>
/// <remarks>
/// <para>A store follows the publication of epochs and never leads it. At the start of a run its content is replaced whole, then changes
/// are applied. It is given absolute values, so applying an epoch twice is harmless, and it keeps
/// a mark: the epoch it has applied whole. A transactional store writes the mark in the same transaction as the values, any other one
/// writes it last; which of the two it is, <see cref="IsAtomic"/> says. What a store must refuse is told by
/// <see cref="ViewFence.Admits"/>: every store asks it, with the mark that it holds, where nobody else can write meanwhile.</para>
/// <para>Called for a view by one caller at a time, for several views at once, on the thread pool and not by the tasks: a slow store
/// slows no topology. After the end of the run
/// its token is cancelled at the latest after 30 s; a call that does not heed that within 5 s is left behind. Epochs may be skipped: one
/// call may carry the changes of several. After a failure the call is repeated with the same changes. The package
/// LambdaSpeed.Testing verifies that a store keeps this contract.</para>
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key.</typeparam>
public interface IViewStore<TKey, TValue> : IAsyncDisposable
    where TKey : notnull
{
    /// <summary>What the store is called where people read of it, as in <see cref="FollowerDescription.Store"/>: what it is and where. By
    /// default the name of its type.</summary>
    string Name => GetType().Name.Split('`')[0];

    /// <summary>The database system by OpenTelemetry's names (<c>db.system.name</c>), like <c>redis</c> or <c>postgresql</c>; by default
    /// <c>other</c>.</summary>
    string SystemName => "other";

    /// <summary>Are values and mark written in one transaction, so that a reader of the store never sees half an epoch?</summary>
    bool IsAtomic { get; }

    /// <summary>The mark the store holds for a view; null when it has never held that view. Called at the start of a run, whose own marks
    /// have a later incarnation.</summary>
    /// <param name="view">The view's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken);

    /// <summary>Puts changed values and deletes removed keys, each key at most once, and then writes the mark.</summary>
    /// <param name="view">The view's name.</param>
    /// <param name="changes">The changes since <paramref name="since"/>: absolute values, and removals
    /// (<see cref="ViewChange{TKey, TValue}.IsRemoval"/>), also of keys that the store does not have.</param>
    /// <param name="since">The mark that the store was last told to keep: what it holds without the changes.</param>
    /// <param name="mark">The mark to keep.</param>
    /// <param name="cancellationToken">Gives up; part of the changes may then have been written, without the mark.</param>
    /// <exception cref="StaleWriterException">The store holds the mark of a later incarnation; nothing was written.</exception>
    /// <exception cref="ViewContentLostException">The store does not hold what the changes build upon: it was emptied, or put back to an
    /// older state. Nothing was written, and its content is replaced next.</exception>
    ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken);

    /// <summary>Replaces all that the store holds for a view, so that its readers see the old content or the new one.</summary>
    /// <param name="view">The view's name.</param>
    /// <param name="content">The whole content of the view.</param>
    /// <param name="mark">The mark to keep.</param>
    /// <param name="cancellationToken">Gives up; the store then still shows the old content.</param>
    /// <exception cref="StaleWriterException">The store holds the mark of a later incarnation; nothing was written.</exception>
    ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken);
}
