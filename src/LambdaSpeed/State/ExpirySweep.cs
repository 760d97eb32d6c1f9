namespace LambdaSpeed.State;

/// <summary>Looks for expired entries of one table, some slots at a time, round and round.</summary>
/// <remarks>Keeps nothing but the place it has come to, so it costs no memory and has nothing to restore. It goes on with each new entry,
/// faster than entries can be added, and by time when there are none. Owner only.</remarks>
internal sealed class ExpirySweep<TKey, T, TStored>(VersionedTable<TKey, TStored> table, Lifetime lifetime)
    where TStored : struct, IStored<T, TStored>
{
    private const int Portions = 32;              // a round by time has so many, and takes a quarter of the time to live
    private const int ShortestPortion = 256;      // slots
    private const int LongestPortion = 1 << 14;   // slots: some hundred microseconds, if all of them have expired
    private const int LooksForEachRemoval = 4;    // what a removal costs, in slots looked at
    private const int LooksForEachNewEntry = 8;   // enough for at least one removal, and for a round within the time to live

    private static readonly TimeSpan _shortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longestInterval = TimeSpan.FromSeconds(5);

    private int _next; // the slot to be looked at next; may be behind the end after the table has become smaller

    /// <summary>How often a portion is due; null when nothing ever expires.</summary>
    public TimeSpan? Interval => lifetime.TimeToLive is { } timeToLive
        ? TimeSpan.FromTicks(Math.Clamp(timeToLive.Ticks / (4 * Portions), _shortestInterval.Ticks, _longestInterval.Ticks))
        : null;

    /// <summary>Looks at some slots because entries have been added.</summary>
    public void Accompany(int newEntries, Func<TKey, uint, int> remove)
    {
        if (lifetime.TimeToLive is null) return;
        Look(Math.Min(newEntries * LooksForEachNewEntry, LongestPortion), remove);
    }

    /// <summary>Looks at a portion of the slots, after the interval; true when anything had expired.</summary>
    /// <param name="remove">Removes an expired entry; answers how many it has removed.</param>
    public bool Portion(Func<TKey, uint, int> remove) =>
        lifetime.TimeToLive is not null && Look(Math.Clamp(table.Entries.Length / Portions, ShortestPortion, LongestPortion), remove);

    private bool Look(int looks, Func<TKey, uint, int> remove)
    {
        var found = false;
        var entries = table.Entries;
        for (var left = Math.Min(looks, entries.Length); left > 0 && table.Count > 0; left--)
        {
            if (_next >= entries.Length) _next = 0;
            ref readonly var entry = ref entries[_next++];
            if (entry.Hash == 0 || entry.Stamp < 0 || !lifetime.IsOver(entry.Value.ExpiresAt)) continue; // a negative stamp: removed
            left -= remove(entry.Key, entry.Hash) * LooksForEachRemoval;
            found = true;
        }
        return found;
    }
}
