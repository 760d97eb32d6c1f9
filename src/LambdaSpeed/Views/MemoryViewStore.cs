using System.Collections.Concurrent;

namespace LambdaSpeed;

/// <summary>A view store in memory: the reference for others, and handy in tests.</summary>
/// <remarks>Safe for any number of readers. Values and mark of an epoch become visible together.</remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">What is stored for a key.</typeparam>
public sealed class MemoryViewStore<TKey, TValue> : IViewStore<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<string, StoredView> _views = new();

    /// <inheritdoc/>
    public string SystemName => "memory";

    /// <inheritdoc/>
    public bool IsAtomic => true;

    /// <inheritdoc/>
    public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) => new(Find(view)?.Mark);

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<TKey, TValue>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        var stored = _views.GetOrAdd(view, _ => new StoredView());
        lock (stored)
        {
            if (!ViewFence.Admits(view, stored.Mark, since, mark)) return ValueTask.CompletedTask;
            foreach (var change in changes)
            {
                if (change.IsRemoval) stored.Values.Remove(change.Key);
                else stored.Values[change.Key] = change.Value;
            }
            stored.Mark = mark;
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<TKey, TValue>> content, ViewMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var values = new Dictionary<TKey, TValue>();
        await foreach (var (key, value) in content.WithCancellation(cancellationToken).ConfigureAwait(false)) values[key] = value;
        cancellationToken.ThrowIfCancellationRequested();
        var stored = _views.GetOrAdd(view, _ => new StoredView());
        lock (stored)
        {
            if (!ViewFence.Admits(view, stored.Mark, since: null, mark)) return;
            stored.Values = values;
            stored.Mark = mark;
        }
    }

    /// <summary>A copy of what is stored for a view; empty when there is nothing.</summary>
    /// <param name="view">The view's name.</param>
    public IReadOnlyDictionary<TKey, TValue> Read(string view)
    {
        var stored = Find(view);
        if (stored is null) return new Dictionary<TKey, TValue>();
        lock (stored) return new Dictionary<TKey, TValue>(stored.Values);
    }

    /// <summary>Forgets all views and their marks, as a store does that was emptied.</summary>
    public void Clear() => _views.Clear();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private StoredView? Find(string view) => _views.GetValueOrDefault(view);

    private sealed class StoredView
    {
        public Dictionary<TKey, TValue> Values { get; set; } = [];

        public ViewMark? Mark { get; set; }
    }
}
