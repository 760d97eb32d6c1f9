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
/// <para><b>Timers</b> are state as well: set and cleared with the call that does it, part of every checkpoint, found again by a start with
/// any parallelism. When one is due, <c>OnTimer</c> is called, in the order of their times. Those of
/// event
/// time fire when the task's watermark reaches them: every tuple before has come, but for late ones. Those of processing time fire by
/// the run's <see cref="TimeProvider"/>; one that came due while nothing ran fires right after the start. At the true end of the input all
/// timers of event time fire once, those of processing time stay; a stop fires none.</para>
/// <para>All declarations throw an <see cref="InvalidOperationException"/> when the bolt has opened, and when the name was given already;
/// an
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

    /// <summary>The times of the call at hand.</summary>
    IKeyedClock Clock { get; }

    /// <summary>Declares a timer of event time, one for each key.</summary>
    /// <param name="name">The name, unique within the bolt: its identity in checkpoints.</param>
    /// <exception cref="InvalidOperationException">Nothing says when the tuples happened, so the timer would never fire.</exception>
    IKeyedTimer EventTimer(string name);

    /// <summary>Declares timers of event time, any number for each key.</summary>
    /// <param name="name">The name, unique within the bolt: their identity in checkpoints.</param>
    /// <exception cref="InvalidOperationException">Nothing says when the tuples happened, so the timers would never fire.</exception>
    IKeyedTimers EventTimers(string name);

    /// <summary>Declares a timer of processing time, one for each key.</summary>
    /// <param name="name">The name, unique within the bolt: its identity in checkpoints.</param>
    IKeyedTimer ProcessingTimer(string name);

    /// <summary>Declares timers of processing time, any number for each key.</summary>
    /// <param name="name">The name, unique within the bolt: their identity in checkpoints.</param>
    IKeyedTimers ProcessingTimers(string name);
}
