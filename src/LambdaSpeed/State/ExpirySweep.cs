namespace LambdaSpeed.State;

/// <summary>Looks for expired entries of one table: with each new entry, and by time when there are none. Owner only.</summary>
/// <param name="table">The table.</param>
/// <param name="lifetime">When entries expire.</param>
/// <param name="remove">Removes an expired entry; answers how many it has removed.</param>
internal sealed class ExpirySweep<TKey, T, TStored>(VersionedTable<TKey, TStored> table, Lifetime lifetime, Func<TKey, uint, int> remove)
    where TStored : struct, IStored<T, TStored>
{
    private static readonly TimeSpan _shortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longestInterval = TimeSpan.FromSeconds(5);

    private readonly TableSweep<TKey, TStored> _sweep = new(table, (_, value) => lifetime.IsOver(value.ExpiresAt), remove);

    /// <summary>How often a portion is due, so that a round takes a quarter of the time to live; null when nothing expires by the
    /// clock.</summary>
    public TimeSpan? Interval => lifetime is { TimeToLive: { } timeToLive, Events: null }
        ? TimeSpan.FromTicks(Math.Clamp(
            timeToLive.Ticks / (4 * TableSweep<TKey, TStored>.Portions), _shortestInterval.Ticks, _longestInterval.Ticks))
        : null;

    /// <summary>Looks at some slots because entries have been added.</summary>
    public void Accompany(int newEntries)
    {
        if (lifetime.TimeToLive is not null) _sweep.Accompany(newEntries);
    }

    /// <summary>Looks at a portion of the slots, after the interval; true when anything had expired.</summary>
    public bool Portion() => lifetime.TimeToLive is not null && _sweep.Portion();
}
