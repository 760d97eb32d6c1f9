namespace LambdaSpeed.Views;

/// <summary>A view that can be read at an epoch which somebody else has pinned.</summary>
internal interface ISnapshotView<TKey, TValue> : IView<TKey, TValue>
    where TKey : notnull
{
    /// <param name="pin">The epoch.</param>
    /// <param name="parts">The view's parts at the time when it was pinned: a restart replaces them by ones without a past.</param>
    IViewSnapshot<TKey, TValue> SnapshotAt(EpochPin pin, object parts);

    /// <summary>Holds one slice readable as of the published epoch; null when there is none with that number.</summary>
    /// <param name="first">The number at which it begins; null for the first one that readers are shown.</param>
    IViewSnapshot<TKey, TValue>? SliceSnapshot(int? first);
}
