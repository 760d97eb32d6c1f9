using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>A store that is given what readers of the view are shown.</summary>
internal sealed class WholeFollowing<TKey, TValue>(IViewStore<TKey, TValue> store) : IFollowingStore<TKey, TValue>
    where TKey : notnull
{
    public string Name => store.Name;

    public IViewFollower Follow<TAccumulator>(
        RealtimeView<TKey, TAccumulator, TValue> view, EpochPublication publication, FollowingSettings settings,
        CancellationToken cancellationToken) =>
        new ViewFollower<TKey, TValue>(
            view.Name, () => new WholeFeed<TKey, TAccumulator, TValue>(view, publication), publication, new(store, settings.Clock),
            settings, cancellationToken);
}
