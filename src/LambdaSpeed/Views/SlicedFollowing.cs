using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>A store that is given what each slice of the view has of a key.</summary>
internal sealed class SlicedFollowing<TKey, TValue>(IViewStore<SliceKey<TKey>, TValue> store) : IFollowingStore<TKey, TValue>
    where TKey : notnull
{
    private readonly ISlicedViewStore<TKey, TValue>? _sliced = store as ISlicedViewStore<TKey, TValue>;

    public string Name => store.Name;

    public IViewFollower Follow<TAccumulator>(
        RealtimeView<TKey, TAccumulator, TValue> view, EpochPublication publication, FollowingSettings settings,
        CancellationToken cancellationToken) =>
        new ViewFollower<SliceKey<TKey>, TValue>(
            view.Name, () => new SliceFeed<TKey, TAccumulator, TValue>(view, publication, dropsWhole: _sliced is not null), publication,
            new(store, settings.Clock, _sliced is null ? null : _sliced.ApplyAsync), settings, cancellationToken);
}
