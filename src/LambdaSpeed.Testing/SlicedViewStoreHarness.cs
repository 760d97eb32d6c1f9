namespace LambdaSpeed.Testing;

/// <summary>A place that view stores are kept in which keep slices apart, as the contract tests see it. Derive from it for a store of your
/// own.</summary>
/// <remarks>A place is empty at first and serves one test. Disposing it deletes what it holds.</remarks>
public abstract class SlicedViewStoreHarness : IAsyncDisposable
{
    /// <summary>Opens a store over the place. Several may be open at once: they see the same content, as processes would.</summary>
    public abstract ISlicedViewStore<string, long> Open();

    /// <summary>What readers of the place are shown of a view, read at one moment in the way that the store's documentation names; empty
    /// when there is nothing.</summary>
    /// <param name="view">The view's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract ValueTask<IReadOnlyDictionary<SliceKey<string>, long>> ReadAsync(string view, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
