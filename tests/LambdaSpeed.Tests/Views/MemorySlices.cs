namespace LambdaSpeed.Tests.Views;

/// <summary>The simplest store that keeps slices apart.</summary>
internal sealed class MemorySlices : ISlicedViewStore<string, long>
{
    private readonly MemoryViewStore<SliceKey<string>, long> _inner = new();
    private readonly Lock _turn = new();

    /// <summary>The slices that were dropped, each as often as it was.</summary>
    public List<int> Dropped { get; } = [];

    public bool IsAtomic => true;

    public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) => _inner.ReadMarkAsync(view, cancellationToken);

    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<int> dropped, IReadOnlyCollection<ViewChange<SliceKey<string>, long>> changes, ViewMark since,
        ViewMark mark, CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            Dropped.AddRange(dropped);
            var removals = _inner.Read(view).Keys.Where(key => dropped.Contains(key.Slice))
                .Select(key => new ViewChange<SliceKey<string>, long>(key, 0, mark.Epoch, IsRemoval: true));
            return _inner.ApplyAsync(view, [.. removals, .. changes], since, mark, cancellationToken);
        }
    }

    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<SliceKey<string>, long>> content, ViewMark mark, CancellationToken cancellationToken) =>
        _inner.ReplaceAsync(view, content, mark, cancellationToken);

    public IReadOnlyDictionary<SliceKey<string>, long> Read(string view) => _inner.Read(view);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
