namespace LambdaSpeed.Testing;

/// <summary>A place of stores that keep slices apart, for <see cref="ViewStoreContract"/>: keys lie in three slices, and readers do not see
/// which.</summary>
/// <param name="inner">The place; disposed with this one.</param>
public sealed class SlicedAsOneHarness(SlicedViewStoreHarness inner) : ViewStoreHarness
{
    /// <inheritdoc/>
    public override IViewStore<string, long> Open() => new SlicedAsOneStore(inner.Open());

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyDictionary<string, long>> ReadAsync(string view, CancellationToken cancellationToken)
    {
        var shown = await inner.ReadAsync(view, cancellationToken).ConfigureAwait(false);
        return shown.ToDictionary(pair => pair.Key.Key, pair => pair.Value);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
