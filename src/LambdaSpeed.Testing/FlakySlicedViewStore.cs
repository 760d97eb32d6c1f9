namespace LambdaSpeed.Testing;

/// <summary>A store that keeps slices apart some of whose writes fail, as a test orders. (Behind a plain
/// <see cref="FlakyViewStore{TKey, TValue}"/> it would be told of a slice that is dropped key by key.)</summary>
/// <typeparam name="TKey">The view's keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key of a slice.</typeparam>
public sealed class FlakySlicedViewStore<TKey, TValue> : ISlicedViewStore<TKey, TValue>
    where TKey : notnull
{
    private readonly ISlicedViewStore<TKey, TValue> _inner;

    /// <summary>Creates the store.</summary>
    /// <param name="inner">The store that is written to; disposed with this one.</param>
    public FlakySlicedViewStore(ISlicedViewStore<TKey, TValue> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <inheritdoc cref="FlakyViewStore{TKey, TValue}.Writes"/>
    public FaultPlan Writes { get; init; } = FaultPlan.Never();

    /// <inheritdoc cref="FlakyViewStore{TKey, TValue}.Reads"/>
    public FaultPlan Reads { get; init; } = FaultPlan.Never();

    /// <inheritdoc/>
    public string Name => Plain.Name;

    /// <inheritdoc/>
    public string SystemName => Plain.SystemName;

    /// <inheritdoc/>
    public bool IsAtomic => Plain.IsAtomic;

    private FlakyViewStore<SliceKey<TKey>, TValue> Plain => new(_inner) { Writes = Writes, Reads = Reads };

    /// <inheritdoc/>
    public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) =>
        Plain.ReadMarkAsync(view, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<SliceKey<TKey>, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken) =>
        Plain.ApplyAsync(view, changes, since, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<int> dropped, IReadOnlyCollection<ViewChange<SliceKey<TKey>, TValue>> changes, ViewMark since,
        ViewMark mark, CancellationToken cancellationToken) =>
        Writes.InjectAsync("write", () => _inner.ApplyAsync(view, dropped, changes, since, mark, cancellationToken));

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<SliceKey<TKey>, TValue>> content, ViewMark mark, CancellationToken cancellationToken) =>
        Plain.ReplaceAsync(view, content, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
