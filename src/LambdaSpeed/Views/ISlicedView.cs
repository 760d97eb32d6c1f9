using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>A realtime view that is kept in slices, seen without its types.</summary>
internal interface ISlicedView
{
    string Name { get; }

    /// <summary>How it is divided now.</summary>
    ViewSlices Slices { get; }

    /// <summary>Ends the open slice with an epoch and begins another one: for readers nothing changes. Before the epoch's barriers are
    /// sent;
    /// any thread, must return at once.</summary>
    /// <param name="number">The number of the slice that begins.</param>
    /// <param name="end">The epoch.</param>
    void BeginSlice(int number, EpochId end);

    /// <summary>Makes one of the two oldest slices that readers are shown, if more have ended than there may be. Beside the tasks; one
    /// caller
    /// at a time.</summary>
    /// <param name="most">How many slices may have ended and still be shown; 1 or more.</param>
    bool TryFoldOldest(int most);

    /// <summary>Drops the slices up to a cut, or up to one before it that is held; none of a view that a batch view takes part in. False
    /// when there was nothing to drop. Any thread.</summary>
    bool TryDropUpTo(int cut);

    /// <summary>Divides the prepared attempt's state as a checkpoint says, before it is loaded.</summary>
    /// <param name="published">The checkpoint's epoch.</param>
    /// <param name="saved">The slices; null when the checkpoint has none of this view.</param>
    /// <param name="open">The number of the open slice.</param>
    void Divide(EpochId published, ViewSlices? saved, int open);

    /// <summary>The checkpoint is loaded: folds what was stored before it was folded.</summary>
    void Loaded();
}
