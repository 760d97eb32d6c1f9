using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>One reader of a view's changes: remembers what it has seen, and finds each key changed since, once.</summary>
/// <remarks>Nothing is queued for a reader. While it waits it holds a pin, so that the lists of changed keys are kept for it; while its
/// caller is busy it holds none, and then looks at every key instead.</remarks>
internal abstract class ViewFeed<TKey, TValue>(EpochPublication publication) : IDisposable
    where TKey : notnull
{
    private EpochPin? _held; // pins the seen epoch while waiting for the next

    /// <summary>The newest epoch that was collected; -1 before the first round, which gives the whole content.</summary>
    public long Seen { get; protected set; } = -1;

    /// <summary>The slices that the last round found gone, where they are told whole: nothing of them is among its changes.</summary>
    public IReadOnlyList<int> Dropped { get; protected set; } = [];

    /// <summary>The keys changed since the last call, with their values as of the published epoch.</summary>
    public List<ViewChange<TKey, TValue>> Collect()
    {
        using var held = _held;
        _held = null;
        return Collect(hasWaited: held is not null);
    }

    /// <summary>Waits until there is an epoch not collected yet; false when there will be none.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        _held?.Dispose();
        _held = new EpochPin(publication);
        if (_held.Epoch.Number == Seen) return await publication.WaitForAsync(_held.Epoch.Next, cancellationToken).ConfigureAwait(false);

        _held.Dispose(); // late: the lists may be gone
        _held = null;
        return true;
    }

    public void Dispose() => _held?.Dispose();

    /// <summary>Collects, and sets what was seen.</summary>
    /// <param name="hasWaited">Was the seen epoch pinned since it was collected, so that there are lists of the keys changed since?</param>
    protected abstract List<ViewChange<TKey, TValue>> Collect(bool hasWaited);
}
