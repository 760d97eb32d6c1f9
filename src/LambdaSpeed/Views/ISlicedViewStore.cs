namespace LambdaSpeed;

/// <summary>A store outside the run that keeps the slices of a view apart and drops each of them at one stroke.</summary>
/// <remarks>What <see cref="IViewStore{TKey, TValue}"/> owes, this one owes too; readers put the slices together themselves. The package
/// LambdaSpeed.Testing verifies it by <c>SlicedViewStoreContract</c>.</remarks>
/// <typeparam name="TKey">The view's keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key of a slice.</typeparam>
public interface ISlicedViewStore<TKey, TValue> : IViewStore<SliceKey<TKey>, TValue>
    where TKey : notnull
{
    /// <summary>Drops whole slices, puts changed values and deletes removed keys, and writes the mark: as
    /// <see cref="IViewStore{TKey, TValue}.ApplyAsync"/>, which it is without slices to drop.</summary>
    /// <param name="view">The view's name.</param>
    /// <param name="dropped">The numbers of the slices; one that the store does not hold is none to drop.</param>
    /// <param name="changes">The changes, none of them in a slice that is dropped.</param>
    /// <param name="since">The mark that the store was last told to keep.</param>
    /// <param name="mark">The mark to keep.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StaleWriterException">The store holds the mark of a later incarnation; nothing was written.</exception>
    /// <exception cref="ViewContentLostException">The store does not hold what the changes build upon. Nothing was written.</exception>
    ValueTask ApplyAsync(
        string view, IReadOnlyCollection<int> dropped, IReadOnlyCollection<ViewChange<SliceKey<TKey>, TValue>> changes, ViewMark since,
        ViewMark mark, CancellationToken cancellationToken);

    /// <summary>Drops nothing.</summary>
    ValueTask IViewStore<SliceKey<TKey>, TValue>.ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<SliceKey<TKey>, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken) => ApplyAsync(view, [], changes, since, mark, cancellationToken);
}
