namespace LambdaSpeed.Testing;

/// <summary>A view store some of whose writes fail, as a test orders.</summary>
/// <remarks>Reads of the mark never fail. As safe for threads as the store within; the plan is asked once for each write, one call at a
/// time for each view.</remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key.</typeparam>
public sealed class FlakyViewStore<TKey, TValue> : IViewStore<TKey, TValue>
    where TKey : notnull
{
    private readonly IViewStore<TKey, TValue> _inner;
    private readonly Func<long, ViewStoreFault> _plan;
    private long _writes; // writes so far; counted by whoever writes

    /// <summary>Creates the store.</summary>
    /// <param name="inner">The store that is written to; disposed with this one.</param>
    /// <param name="plan">How a write fails, told its number from 0.</param>
    public FlakyViewStore(IViewStore<TKey, TValue> inner, Func<long, ViewStoreFault> plan)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(plan);
        _inner = inner;
        _plan = plan;
    }

    /// <summary>Creates a store whose first writes fail, in turn in each of the ways there are.</summary>
    /// <param name="inner">The store that is written to; disposed with this one.</param>
    /// <param name="failures">How many writes fail.</param>
    public FlakyViewStore(IViewStore<TKey, TValue> inner, int failures)
        : this(inner, write => write < failures ? (ViewStoreFault)(1 + (write % 3)) : ViewStoreFault.None)
    {
    }

    /// <summary>Writes so far, failed ones included.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <inheritdoc/>
    public string Name => $"flaky {_inner.Name}";

    /// <inheritdoc/>
    public string SystemName => _inner.SystemName;

    /// <inheritdoc/>
    public bool IsAtomic => _inner.IsAtomic;

    /// <inheritdoc/>
    public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) =>
        _inner.ReadMarkAsync(view, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken) =>
        WriteAsync(() => _inner.ApplyAsync(view, changes, since, mark, cancellationToken));

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken) =>
        WriteAsync(() => _inner.ReplaceAsync(view, content, mark, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private async ValueTask WriteAsync(Func<ValueTask> write)
    {
        var number = Interlocked.Increment(ref _writes) - 1;
        var fault = _plan(number);
        if (fault == ViewStoreFault.Before) throw new InjectedFaultException($"write {number} failed before it began");
        if (fault == ViewStoreFault.TimeOut) throw new TaskCanceledException($"write {number} took too long");
        await write().ConfigureAwait(false);
        if (fault == ViewStoreFault.After) throw new InjectedFaultException($"the answer of write {number} was lost");
    }
}
