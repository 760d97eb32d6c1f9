using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <summary>A store outside the run that is to follow a view, and how.</summary>
internal interface IFollowingStore<TKey, TValue>
    where TKey : notnull
{
    /// <summary>What the store is called.</summary>
    string Name { get; }

    /// <summary>Begins to keep the store up with a view.</summary>
    IViewFollower Follow<TAccumulator>(
        RealtimeView<TKey, TAccumulator, TValue> view, EpochPublication publication, FollowingSettings settings,
        CancellationToken cancellationToken);
}
