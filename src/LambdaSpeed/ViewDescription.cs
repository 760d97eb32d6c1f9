namespace LambdaSpeed;

/// <summary>A realtime view of a running graph.</summary>
/// <param name="Name">The view's name.</param>
/// <param name="Keys">Keys it holds, those of the open epoch included.</param>
/// <param name="ApproximateBytes">Memory held by its tables, without what keys and values refer to.</param>
public sealed record ViewDescription(string Name, long Keys, long ApproximateBytes)
{
    /// <summary>Those of the keys that are in memory: all, but for a view that holds those in use
    /// (<see cref="AggregatedStream{TKey, TResult}.HoldHotKeys"/>).</summary>
    public long KeysInMemory { get; init; } = Keys;

    /// <summary>The stores outside the run that follow the view.</summary>
    public IReadOnlyList<FollowerDescription> Followers { get; init; } = [];
}
