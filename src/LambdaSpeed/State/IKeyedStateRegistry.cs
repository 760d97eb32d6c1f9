namespace LambdaSpeed;

/// <summary>Where a keyed bolt declares, while it opens, the state it keeps for each key.</summary>
/// <remarks>
/// <para>A declared state is part of every checkpoint, under its name, kind and formats: a start with another kind, another type or with a
/// time to live where there was none is refused (<see cref="StateMismatchException"/>). Only what an epoch has changed is written with
/// it.</para>
/// <para><b>Time to live.</b> Counted from the last write of a value, a map's entry or a list's element, by the run's
/// <see cref="TimeProvider"/>, also while no run is there. What has expired is never given out, and is removed bit by bit in the
/// background, as
/// a change like any other. Within one call of <c>Execute</c> time stands still. A longer or shorter time holds for what is written from
/// then
/// on. Expiry follows the clock, not the tuples: when tuples are processed again after a failure, later than the first time, more
/// may have expired. Each tuple still counts once, upon the state as it is at the moment that counts; but two runs over the same tuples
/// need not
/// agree.</para>
/// <para>All members throw an <see cref="InvalidOperationException"/> when the bolt has opened, and when the name was given already; an
/// <see cref="ArgumentException"/> when the name is empty, and an <see cref="ArgumentOutOfRangeException"/> when the time to live is less
/// than a millisecond or more than 36,500 days. The bolt's task alone
/// uses what they return, and only inside of <c>Execute</c>: elsewhere it throws an <see cref="InvalidOperationException"/>.</para>
/// </remarks>
public interface IKeyedStateRegistry
{
    /// <summary>Declares one value for each key.</summary>
    /// <typeparam name="T">The value.</typeparam>
    /// <param name="name">The name of the state, unique within the bolt: its identity in checkpoints.</param>
    /// <param name="timeToLive">How long a value is there after it was written; null, the default, for ever.</param>
    IValueState<T> Value<T>(string name, TimeSpan? timeToLive = null);

    /// <summary>Declares a map for each key.</summary>
    /// <typeparam name="TMapKey">The keys of the map: anything with a codec that hashes.</typeparam>
    /// <typeparam name="T">The values.</typeparam>
    /// <param name="name">The name of the state, unique within the bolt: its identity in checkpoints.</param>
    /// <param name="timeToLive">How long an entry is there after it was written; null, the default, for ever.</param>
    /// <exception cref="CodecException"><typeparamref name="TMapKey"/> has no codec, or one that cannot hash.</exception>
    IMapState<TMapKey, T> Map<TMapKey, T>(string name, TimeSpan? timeToLive = null)
        where TMapKey : notnull;

    /// <summary>Declares a list for each key.</summary>
    /// <typeparam name="T">The elements.</typeparam>
    /// <param name="name">The name of the state, unique within the bolt: its identity in checkpoints.</param>
    /// <param name="timeToLive">How long an element is there after it was added; null, the default, for ever.</param>
    IListState<T> List<T>(string name, TimeSpan? timeToLive = null);
}
