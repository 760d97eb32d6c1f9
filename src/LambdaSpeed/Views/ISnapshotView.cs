namespace LambdaSpeed.Views;

/// <summary>A view that can be read at an epoch which somebody else has pinned.</summary>
internal interface ISnapshotView<TKey, TValue> : IView<TKey, TValue>
    where TKey : notnull
{
    IViewSnapshot<TKey, TValue> SnapshotAt(EpochPin pin);
}
