namespace LambdaSpeed.Testing;

/// <summary>A view store some of whose writes fail, as a test orders.</summary>
/// <remarks>A follower of a view tries again what has failed, so that the store ends with what the view holds. As safe for threads as the
/// store within.</remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key.</typeparam>
public class FlakyViewStore<TKey, TValue> : IViewStore<TKey, TValue>
    where TKey : notnull
{
    private readonly IViewStore<TKey, TValue> _inner;

    /// <summary>Creates the store.</summary>
    /// <param name="inner">The store that is written to; disposed with this one.</param>
    public FlakyViewStore(IViewStore<TKey, TValue> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <summary>Which writes fail, of changes and of whole contents, with an <see cref="InjectedFaultException"/> or a time-out.</summary>
    /// <value>None.</value>
    public FaultPlan Writes { get; init; } = FaultPlan.Never();

    /// <summary>Which reads of the mark fail, likewise.</summary>
    /// <value>None.</value>
    public FaultPlan Reads { get; init; } = FaultPlan.Never();

    /// <inheritdoc/>
    public string Name => $"flaky {_inner.Name}";

    /// <inheritdoc/>
    public string SystemName => _inner.SystemName;

    /// <inheritdoc/>
    public bool IsAtomic => _inner.IsAtomic;

    /// <inheritdoc/>
    public async ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken)
    {
        ViewMark? mark = null;
        await Reads.InjectAsync("read of a mark", ReadAsync).ConfigureAwait(false);
        return mark;

        async ValueTask ReadAsync() => mark = await _inner.ReadMarkAsync(view, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken) =>
        Writes.InjectAsync("write", () => _inner.ApplyAsync(view, changes, since, mark, cancellationToken));

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken) =>
        Writes.InjectAsync("write", () => _inner.ReplaceAsync(view, content, mark, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _inner.DisposeAsync();
    }
}
