using LambdaSpeed.BatchViews;
using LambdaSpeed.Invariants;
using LambdaSpeed.Lambda;

namespace LambdaSpeed;

/// <content>Which batch views are taken, and what becomes of the slices.</content>
public sealed partial class MergedView<TKey, TAccumulator, TResult>
{
    private readonly Lock _gate = new();
    private ISlice<TKey, TAccumulator>[] _slices; // oldest first, with those kept below the cut; guarded by the gate

    /// <summary>Puts a batch view in the place of the former one, and drops the slices below its cut but for those that are kept.</summary>
    /// <remarks>The batch view is this view's from now on, which disposes it when another has taken its place and no snapshot reads it any
    /// more. One that is refused stays the caller's.</remarks>
    /// <param name="batch">The batch view.</param>
    /// <exception cref="BatchViewMismatchException">It has other keys, accumulators or another aggregator; its cut is none at which a slice
    /// begins or ends; or it is older than the former one.</exception>
    public void Publish(IBatchView<TKey, TAccumulator> batch) => Exchange(batch, mayGoBack: false);

    /// <summary>Takes the batch view back, for an older one whose slices are still kept.</summary>
    /// <param name="batch">The older batch view, opened anew.</param>
    /// <exception cref="BatchViewMismatchException">As for <see cref="Publish"/>, but for its age.</exception>
    public void RollBack(IBatchView<TKey, TAccumulator> batch) => Exchange(batch, mayGoBack: true);

    /// <summary>States the slices anew: one was ended and another begun. Those below the cut are passed over.</summary>
    internal void Restack(IReadOnlyList<ISlice<TKey, TAccumulator>> slices)
    {
        RequireStack(slices);
        lock (_gate)
        {
            var first = Cut is { } cut ? FirstAbove(slices, cut) : 0;
            Invariant.Require(first >= 0, $"the slices of '{Name}' do not join the {Cut}");
            _slices = [.. slices];
            _parts = new(_schema.Rule, _parts.Hold, slices.Skip(first));
        }
    }

    private void Exchange(IBatchView<TKey, TAccumulator> batch, bool mayGoBack)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var cut = batch.Identity.Cut;
        SchemaCheck.Require(batch.Name, batch.Identity, _schema.At(cut), _options.ExactPartners);
        lock (_gate)
        {
            var (former, formerHold) = (_parts.Batch, _parts.Hold);
            if (!mayGoBack && former is not null && !cut.Covers(former.Identity.Cut)) throw new BatchViewMismatchException(
                batch.Name, $"its {cut} is older than the {former.Identity.Cut} of '{former.Name}'. Roll back if that is meant.");

            var first = FirstAbove(_slices, cut);
            if (first < 0) throw new BatchViewMismatchException(
                batch.Name, $"no slice of '{Name}' begins or ends at its {cut}. Compute it up to a cut that was announced, and publish it "
                + "while the slices above that cut are kept.");

            var hold = ReferenceEquals(batch, former) ? formerHold : new(batch);
            _parts = new(_schema.Rule, hold, _slices[first..]);
            _slices = _slices[Math.Max(0, first - _options.KeptSlices)..];
            if (hold != formerHold) formerHold?.Exit();
        }
    }

    /// <summary>The first slice that begins at a cut; one past the last when that ends there; -1 when none does either.</summary>
    private static int FirstAbove(IReadOnlyList<ISlice<TKey, TAccumulator>> slices, Cut cut)
    {
        for (var i = 0; i < slices.Count; i++)
        {
            if (slices[i].Start is { } start && start.IsAt(cut)) return i;
        }
        return slices.Count > 0 && slices[^1].End is { } end && end.IsAt(cut) ? slices.Count : -1;
    }

    private static void RequireStack(IReadOnlyList<ISlice<TKey, TAccumulator>> slices)
    {
        for (var i = 1; i < slices.Count; i++)
        {
            var (end, start) = (slices[i - 1].End, slices[i].Start);
            Invariant.Require(
                end is not null && start is not null && end.IsAt(start), $"slice {i} begins at {start}, the one before ends at {end}");
        }
    }
}
