namespace LambdaSpeed.State;

/// <summary>Looks through one table for entries that are over, some slots at a time, round and round.</summary>
/// <remarks>Keeps nothing but the place it has come to, so it costs no memory and has nothing to restore. It goes on with each new entry,
/// faster than entries can be added, and by portions when there are none. Owner only.</remarks>
/// <param name="table">The table.</param>
/// <param name="isOver">Is an entry over? Must not change the table.</param>
/// <param name="remove">Removes an entry that is over, given its key and hash; answers how many it has removed.</param>
internal sealed class TableSweep<TKey, TValue>(
    VersionedTable<TKey, TValue> table, Func<TKey, TValue, bool> isOver, Func<TKey, uint, int> remove)
{
    /// <summary>A round is so many portions.</summary>
    public const int Portions = 32;

    private const int ShortestPortion = 256;      // slots
    private const int LongestPortion = 1 << 14;   // slots: some hundred microseconds, if all of them are over
    private const int LooksForEachRemoval = 4;    // what a removal costs, in slots looked at
    private const int LooksForEachNewEntry = 8;   // enough for at least one removal, and for a round before the table has doubled

    private int _next; // the slot to be looked at next; may be behind the end after the table has become smaller

    /// <summary>Looks at some slots because entries have been added.</summary>
    public void Accompany(int newEntries) => Look(Math.Min(newEntries * LooksForEachNewEntry, LongestPortion));

    /// <summary>Looks at a portion of the slots; true when anything was over.</summary>
    public bool Portion() => Look(Math.Clamp(table.Entries.Length / Portions, ShortestPortion, LongestPortion));

    private bool Look(int looks)
    {
        var found = false;
        var entries = table.Entries;
        for (var left = Math.Min(looks, entries.Length); left > 0 && table.Count > 0; left--)
        {
            if (_next >= entries.Length) _next = 0;
            ref readonly var entry = ref entries[_next++];
            if (entry.Hash == 0 || entry.Stamp < 0 || !isOver(entry.Key, entry.Value)) continue; // a negative stamp: removed
            left -= remove(entry.Key, entry.Hash) * LooksForEachRemoval;
            found = true;
        }
        return found;
    }
}
