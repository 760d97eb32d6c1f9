using System.Diagnostics;
using LambdaSpeed.Lambda;

namespace LambdaSpeed;

/// <summary>The windows that queries see: what was computed of them up to a cut, merged with what came after it. One window may have tuples
/// from both sides.</summary>
/// <remarks>Safe from any thread. Each call reads as of one published epoch and one batch view, so that each tuple is counted once before,
/// during and after a hand-over. Made by
/// <see cref="TopologyRun.Merged{TKey, TResult}(WindowViewName{TKey, TResult}, MergedViewOptions?)"/>;
/// batch views of windows are made by <see cref="TopologyRun.RecomputeAsync{TKey, TResult}"/>.</remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TResult">What readers are given for a window.</typeparam>
[DebuggerDisplay("{Name}, {Cut}")]
public abstract class MergedWindows<TKey, TResult> : IWindowView<TKey, TResult>
    where TKey : notnull
{
    private protected MergedWindows()
    {
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract EpochId PublishedEpoch { get; }

    /// <inheritdoc/>
    public abstract DateTimeOffset? Watermark { get; }

    /// <summary>The cut of the batch view; null before the first one is published.</summary>
    public abstract Cut? Cut { get; }

    /// <summary>How near the realtime windows were to those of the batch view that was published last; null before the first comparison
    /// has ended. Windows are compared that begin and end alike; of those that one side alone has the error is 1.</summary>
    public abstract AccuracyReport? Accuracy { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<WindowResult<TKey, TResult>> At(TKey key, DateTimeOffset time);

    /// <inheritdoc/>
    public abstract IEnumerable<WindowResult<TKey, TResult>> At(DateTimeOffset time);

    /// <inheritdoc/>
    public abstract IReadOnlyList<WindowResult<TKey, TResult>> Of(TKey key);

    /// <inheritdoc/>
    public abstract IEnumerable<WindowResult<TKey, TResult>> All();

    /// <summary>Takes the batch view back, for an older one whose slices are still kept
    /// (<see cref="MergedViewOptions.KeptSlices"/>).</summary>
    /// <param name="path">The file of the older one, as <c>RecomputeAsync</c> wrote it.</param>
    /// <param name="cancellationToken">Gives up waiting for durability.</param>
    /// <exception cref="BatchViewMismatchException">It is one of another view, or no slice begins at its cut any more.</exception>
    /// <exception cref="RunFaultedException">The run has failed before the exchange was durable.</exception>
    public abstract Task RollBackAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Takes the batch view away, where none was right so far: readers see the windows of the realtime view alone again. Does
    /// nothing when there is none.</summary>
    /// <param name="cancellationToken">Gives up waiting for durability.</param>
    /// <exception cref="BatchViewMismatchException">Slices from before its cut are dropped
    /// (<see cref="MergedViewOptions.KeptSlices"/>).</exception>
    /// <exception cref="InvalidOperationException">The run had ended, so that the exchange could not be made durable.</exception>
    /// <exception cref="RunFaultedException">The run has failed before the exchange was durable.</exception>
    public abstract Task WithdrawAsync(CancellationToken cancellationToken = default);

    internal abstract TAnswer Accept<TAnswer>(IMergedTableVisitor<TAnswer> visitor);
}
