namespace LambdaSpeed.Testing;

/// <summary>A store that keeps slices apart, seen as one that does not: each key lies in a slice of its own choice.</summary>
internal sealed class SlicedAsOneStore(ISlicedViewStore<string, long> inner) : IViewStore<string, long>
{
    public string Name => inner.Name;

    public string SystemName => inner.SystemName;

    public bool IsAtomic => inner.IsAtomic;

    public ValueTask<ViewMark?> ReadMarkAsync(string view, CancellationToken cancellationToken) =>
        inner.ReadMarkAsync(view, cancellationToken);

    public ValueTask ApplyAsync(
        string view, IReadOnlyCollection<ViewChange<string, long>> changes, ViewMark since, ViewMark mark,
        CancellationToken cancellationToken) =>
        inner.ApplyAsync(
            view, [.. changes.Select(change => new ViewChange<SliceKey<string>, long>(
                new(SliceOf(change.Key), change.Key), change.Value, change.Epoch, change.IsRemoval))],
            since, mark, cancellationToken);

    public ValueTask ReplaceAsync(
        string view, IAsyncEnumerable<KeyValuePair<string, long>> content, ViewMark mark, CancellationToken cancellationToken) =>
        inner.ReplaceAsync(
            view, content.Select(pair => KeyValuePair.Create(new SliceKey<string>(SliceOf(pair.Key), pair.Key), pair.Value)), mark,
            cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static int SliceOf(string key) => key.Length % 3;
}
