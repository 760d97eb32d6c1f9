namespace LambdaSpeed.Testing;

/// <summary>The same of a store that keeps slices apart. (Behind a plain one it would be told of a slice that is dropped key by
/// key.)</summary>
/// <typeparam name="TKey">The view's keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key of a slice.</typeparam>
/// <param name="inner">The store that is written to; disposed with this one.</param>
public sealed class FlakySlicedViewStore<TKey, TValue>(ISlicedViewStore<TKey, TValue> inner)
    : FlakyViewStore<SliceKey<TKey>, TValue>(inner), ISlicedViewStore<TKey, TValue>
    where TKey : notnull
{
    private readonly ISlicedViewStore<TKey, TValue> _inner = inner;

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<int> dropped, IReadOnlyCollection<ViewChange<SliceKey<TKey>, TValue>> changes, ViewMark since,
        ViewMark mark, CancellationToken cancellationToken) =>
        Writes.InjectAsync("write", () => _inner.ApplyAsync(view, dropped, changes, since, mark, cancellationToken));
}
