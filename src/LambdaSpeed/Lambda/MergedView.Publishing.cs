using LambdaSpeed.BatchViews;
using LambdaSpeed.Lambda;
using LambdaSpeed.Views;

namespace LambdaSpeed;

/// <content>Which batch views are taken, and what becomes of the slices.</content>
public sealed partial class MergedView<TKey, TAccumulator, TResult>
{
    /// <summary>Puts a batch view in the place of the former one, and drops the slices below its cut but for those that are kept.</summary>
    /// <remarks>
    /// <para>Readers see the exchange at once. The call returns when it is durable too, where the run has checkpoints: then the next start
    /// opens the same file, and the former one is not needed any more. A crash before leaves the former batch view in its place, with its
    /// slices.</para>
    /// <para>The batch view is this view's from now on, which disposes it when another has taken its place and no snapshot reads it any
    /// more. One that is refused stays the caller's.</para>
    /// </remarks>
    /// <param name="batch">The batch view; in a file, where the run has checkpoints.</param>
    /// <param name="cancellationToken">Gives up waiting for durability.</param>
    /// <exception cref="ArgumentException">The run has checkpoints, and the batch view is in no file.</exception>
    /// <exception cref="BatchViewMismatchException">It has other keys, accumulators or another aggregator; its cut is none of
    /// <see cref="TopologyRun.Cuts"/>, or one that is over for this view; it is older than the former one; or the view is not
    /// positional.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of, by the caller or when another took its place.</exception>
    /// <exception cref="InvalidOperationException">The run had ended, so that the exchange could not be made durable.</exception>
    /// <exception cref="RunFaultedException">The run has failed before the exchange was durable.</exception>
    public Task PublishAsync(IBatchView<TKey, TAccumulator> batch, CancellationToken cancellationToken = default) =>
        ExchangeAsync(batch, mayGoBack: false, cancellationToken);

    /// <summary>Takes the batch view back, for an older one whose slices are still kept.</summary>
    /// <param name="batch">The older batch view, opened anew.</param>
    /// <param name="cancellationToken">Gives up waiting for durability.</param>
    /// <exception cref="BatchViewMismatchException">As for <see cref="PublishAsync"/>, but for its age.</exception>
    /// <inheritdoc cref="PublishAsync"/>
    public Task RollBackAsync(IBatchView<TKey, TAccumulator> batch, CancellationToken cancellationToken = default) =>
        ExchangeAsync(batch, mayGoBack: true, cancellationToken);

    /// <summary>Takes the batch view away, where none was right so far: readers see the realtime view alone again, as before the first
    /// publication. Does nothing when there is none.</summary>
    /// <remarks>As for <see cref="PublishAsync"/>, the exchange is seen at once, and durable when the call returns.</remarks>
    /// <param name="cancellationToken">Gives up waiting for durability.</param>
    /// <exception cref="BatchViewMismatchException">Slices from before its cut are dropped
    /// (<see cref="MergedViewOptions.KeptSlices"/>).</exception>
    /// <exception cref="InvalidOperationException">The run had ended, so that the exchange could not be made durable.</exception>
    /// <exception cref="RunFaultedException">The run has failed before the exchange was durable.</exception>
    public async Task WithdrawAsync(CancellationToken cancellationToken = default)
    {
        if (TryWithdraw()) await MakeDurableAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a batch view of this view's types, or of an exact partner's.</summary>
    internal IBatchView<TKey, TAccumulator> Open(string name) =>
        new BatchViewFile<TKey, TAccumulator>(_handOver.Open(name), _schema, Options.ExactPartners);

    /// <summary>Refuses a batch view if the view takes none, whatever it holds.</summary>
    internal void RequirePositional(string batch)
    {
        if (_handOver.Refusal is { } refusal) throw new BatchViewMismatchException(batch, refusal);
    }

    /// <summary>The realtime view has other slices: one was begun, some were folded, or a restart has brought new tables. Under its
    /// gate.</summary>
    private void Restack() => _parts = new(_schema.Rule, _reads, _parts.Hold, _view.Stack.Shown);

    /// <summary>Puts the batch view of a file in the place of the former one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayGoBack">May it be older than the former one?</param>
    /// <param name="cancellationToken">Gives up waiting for durability.</param>
    internal async Task<Cut> PublishFileAsync(string path, bool mayGoBack, CancellationToken cancellationToken)
    {
        var batch = Open(path);
        var cut = batch.Identity.Cut;
        try
        {
            Exchange(batch, mayGoBack);
        }
        catch
        {
            batch.Dispose();
            throw;
        }
        await MakeDurableAsync(cancellationToken).ConfigureAwait(false);
        return cut;
    }

    /// <remarks>Asynchronous, so that a refusal is the task's like every other failure.</remarks>
    private async Task ExchangeAsync(IBatchView<TKey, TAccumulator> batch, bool mayGoBack, CancellationToken cancellationToken)
    {
        Exchange(batch, mayGoBack);
        await MakeDurableAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task MakeDurableAsync(CancellationToken cancellationToken) =>
        _handOver.MakeDurable?.Invoke(cancellationToken) ?? Task.CompletedTask;

    private void Exchange(IBatchView<TKey, TAccumulator> batch, bool mayGoBack)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var cut = batch.Identity.Cut;
        if (batch.Identity.RecomputedBy != _handOver.Topology) RequirePositional(batch.Name);
        SchemaCheck.Require(batch.Name, batch.Identity, _schema.At(cut), Options.ExactPartners);
        if ((batch.Identity.View ?? Name) != Name) throw new BatchViewMismatchException(
            batch.Name, $"it was recomputed for view '{batch.Identity.View}', and this is '{Name}'.");
        (batch as BatchViewFile<TKey, TAccumulator>)?.RequireOpen();
        if (_handOver.MakeDurable is not null && batch is not BatchViewFile<TKey, TAccumulator>) throw new ArgumentException(
            $"Batch view '{batch.Name}' is in no file, and the run has checkpoints: after a restart it would be gone, and the slices with "
            + "it. Remedy: write it by BatchView.Create or ImportAsync, and open that.", nameof(batch));

        lock (_view.Gate)
        {
            var (former, formerHold, before) = (_parts.Batch, _parts.Hold, _view.Stack.Shown);
            if (!mayGoBack) RequireNotOlder(cut, batch.Name);
            if (!TryShowAbove(cut, batch.Name)) throw NoSliceBeginsAt(cut, batch.Name);

            var hold = ReferenceEquals(batch, former) ? formerHold : new(batch);
            _parts = new(_schema.Rule, _reads, hold, _view.Stack.Shown);
            if (!mayGoBack && hold is not null) MeasureAccuracy(before, formerHold, hold);
            if (hold != formerHold) formerHold?.Exit();
        }
        _handOver.Settle?.Invoke();
    }

    private bool TryWithdraw()
    {
        lock (_view.Gate)
        {
            if (_parts.Hold is not { } former) return false;
            if (!_view.TryShowFrom(0, kept: 0, batch: null)) throw new BatchViewMismatchException(
                former.Batch.Name, $"slices of '{Name}' from before its {Cut} are dropped, and nothing else has what they held. Remedy: " +
                "publish a right one up to the same cut, or roll back to one before; keep more slices (KeptSlices).");
            _parts = new(_schema.Rule, _reads, null, _view.Stack.Shown);
            former.Exit();
        }
        _handOver.Settle?.Invoke();
        return true;
    }

    /// <summary>Keeps a cut from being folded away while a batch view is computed up to it; the answer is its number, to be released by.
    /// Refuses one up to which a batch view would be refused.</summary>
    internal int HoldCut(Cut cut, string batch)
    {
        lock (_view.Gate)
        {
            RequireNotOlder(cut, batch);
            var held = _handOver.Cuts.Listed.LastOrDefault(listed => listed.Cut.IsAt(cut) && _view.BeginsAt(listed.Number + 1));
            if (held is null) throw NoSliceBeginsAt(cut, batch);
            _view.HoldCut(held.Number);
            return held.Number;
        }
    }

    internal void ReleaseCut(int number) => _view.ReleaseCut(number);

    private void RequireNotOlder(Cut cut, string batch)
    {
        if (_parts.Batch is { } former && !cut.Covers(former.Identity.Cut)) throw new BatchViewMismatchException(
            batch, $"its {cut} is older than the {former.Identity.Cut} of '{former.Name}'. Roll back if that is meant.");
    }

    private BatchViewMismatchException NoSliceBeginsAt(Cut cut, string batch) => new(
        batch, $"no slice of '{Name}' begins at its {cut}. Compute it up to a cut that was announced, and publish it while the run still " +
        "lists that.");

    /// <summary>Shows the slices above a cut. Of cuts at the same place the newest is as good as any: nothing is between them.</summary>
    private bool TryShowAbove(Cut cut, string batch) => _handOver.Cuts.Listed.Reverse().Any(
        listed => listed.Cut.IsAt(cut) && _view.TryShowFrom(listed.Number + 1, Options.KeptSlices, batch));

    /// <summary>Opens the batch view that was published in a life before.</summary>
    private BatchHold<TKey, TAccumulator>? Reopen(SliceStack<TKey, TAccumulator> stack)
    {
        if (stack.Batch is not { } name) return null;
        var batch = Open(name);
        var start = _handOver.Cuts.Listed.FirstOrDefault(listed => listed.Number == stack.Shown[0].Range.First - 1)?.Cut;
        if (start?.IsAt(batch.Identity.Cut) == true) return new(batch);
        batch.Dispose();
        throw new BatchViewMismatchException(
            name, $"it was published at the {start}, and now is one up to the {batch.Identity.Cut}. Put the former file back.");
    }
}
