using LambdaSpeed.Epochs;
using LambdaSpeed.Views;

namespace LambdaSpeed;

/// <content>Cuts, and what becomes of slices by and by.</content>
internal sealed partial class RunAttempt
{
    private IEnumerable<ISlicedView> SlicedViews => _views.Select(view => view.Sliced).OfType<ISlicedView>();

    private void EndSlices(EpochId epoch)
    {
        var number = _cuts.Begin(epoch, _plan.Options.TimeProvider.GetUtcNow());
        foreach (var view in SlicedViews) view.BeginSlice(number, epoch);
        _threads.Run(TendSlices);
    }

    private void AnnounceCut(EpochId epoch, IReadOnlyList<SpoutPositions> positions)
    {
        if (_cuts.EndsSlice(epoch)) _cuts.Announce(epoch, positions, WatermarkAsOf(epoch));
    }

    /// <summary>How far event time had come in all views of windows.</summary>
    private DateTimeOffset? WatermarkAsOf(EpochId epoch)
    {
        DateTimeOffset? least = null;
        foreach (var window in _views.OfType<IEventTimeView>())
        {
            if (window.WatermarkAsOf(epoch) is not { } watermark) return null;
            if (least is null || watermark < least) least = watermark;
        }
        return least;
    }

    /// <summary>Drops slices whose time is over, and folds those that are too many. Beside the tasks.</summary>
    private void TendSlices()
    {
        var options = _plan.Options.Slices;
        var over = options.KeptFor is { } kept ? _cuts.NewestMadeBy(_plan.Options.TimeProvider.GetUtcNow() - kept) : null;
        var isDropped = false;
        foreach (var view in SlicedViews)
        {
            isDropped |= over is { } cut && view.TryDropUpTo(cut);
            var waits = options.KeptFor is null || view.Slices.Batch is not null; // for a batch view, however long that takes
            if (waits && !TryFold(view, options.MostEnded)) return;
        }
        _cuts.Withdraw(() => SlicedViews.Select(view => view.Slices));
        if (isDropped) RequestNewEpoch(); // so that it is durable, and followers learn of it
    }

    private bool TryFold(ISlicedView view, int most)
    {
        try
        {
            while (view.TryFoldOldest(most))
            {
            }
            return true;
        }
        catch (Exception exception) // an aggregator must not throw
        {
            Abandon(new TaskFailedException(
                view.Name, 0, $"Slices of view '{view.Name}' could not be folded: {exception.Message}", exception));
            return false;
        }
    }
}
