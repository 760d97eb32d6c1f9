using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.State;

/// <content>
/// A table that holds a part of its keys, while a store keeps all that is committed.
/// <list type="bullet">
/// <item>A key that is brought in has not changed in any epoch that can be read, or it would be here: it gets the stamp of the oldest of
/// them.</item>
/// <item>A key may go when it last changed in such an epoch: then it is committed, and the same for whoever reads.</item>
/// <item>A key of which the store knows nothing is one that came and went in the open epoch.</item>
/// <item>Whoever reads from another thread looks here, then into the store, then here again: see
/// <see cref="StoredSection{TKey, TValue}"/>.</item>
/// </list>
/// </content>
internal sealed partial class VersionedTable<TKey, TValue>
{
    private const int EvictionGroup = 32; // slots of which those go that were not used longest

    private long _elsewhere; // keys that are in the store alone, less those of which that was not known; as of the open epoch

    /// <summary>Keys as of the open epoch, those in the store included. Any thread.</summary>
    public long Keys => Count + Volatile.Read(ref _elsewhere);

    /// <summary>Entries in memory: keys, and removed keys that somebody may still read. Owner only.</summary>
    public int Resident => _count + _removedKeys;

    /// <summary>Is the entry of a key here, be it removed? If so it counts as used. Owner only.</summary>
    public bool TryUse(TKey key, uint hash)
    {
        var slot = TableReader.Find(_entries, key, hash, out var stamp);
        if (slot < 0) return false;
        if (!VersionStamp.IsRemoved(stamp) && VersionStamp.EpochOf(stamp) < _oldestNeeded)
        {
            Volatile.Write(ref _entries[slot].Stamp, VersionStamp.FloorOf(_oldestNeeded));
        }
        return true;
    }

    /// <summary>The entry that was changed last, unless it was removed since. Owner only.</summary>
    public bool TryFindChanged([MaybeNullWhen(false)] out TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        (key, value) = (default, default);
        var undo = _undo.Count > 0 ? _undo : _undo.Older;
        if (undo is not { Count: > 0 and var count }) return false;

        ref readonly var record = ref undo[count - 1];
        var slot = TableReader.Find(_entries, record.Key, record.Hash, out var stamp);
        if (slot < 0 || VersionStamp.IsRemoved(stamp)) return false;

        (key, value) = (_entries[slot].Key, _entries[slot].Value);
        return true;
    }

    /// <summary>Adds a key from the store that is not here. Owner only.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void BringIn(TKey key, uint hash, TValue value)
    {
        ref var entry = ref TakeSlot(hash);
        Volatile.Write(ref entry.Stamp, VersionStamp.Touching);
        Volatile.WriteBarrier();
        entry.Key = key;
        entry.Value = value;
        entry.Undo = 0;
        Volatile.Write(ref entry.Stamp, VersionStamp.FloorOf(Math.Max(_oldestNeeded, 0)));
        Volatile.Write(ref entry.Hash, hash);
        Volatile.Write(ref _count, _count + 1);
        Volatile.Write(ref _elsewhere, _elsewhere - 1);
    }

    /// <summary>States how many keys are in the store alone. Before the owner runs.</summary>
    public void BeginWith(long elsewhere)
    {
        _elsewhere = elsewhere;
        _undo.KeysBefore = Keys;
    }

    /// <summary>Keys as of an epoch that may be read, those in the store included. Any thread.</summary>
    public long KeysAsOf(EpochId epoch)
    {
        var keys = Keys;
        for (var undo = NewestUndo; undo is not null && undo.Epoch > epoch.Number; undo = undo.Older) keys = undo.KeysBefore;
        return keys;
    }

    /// <summary>Notes that a key is not in the store, and is not here either. Owner only.</summary>
    public void NoteAbsent(TKey key, uint hash)
    {
        Insert(key, hash, default!);
        Remove(key, hash);
    }

    /// <summary>Looks at a group of slots and lets go of those keys whose last use is longest ago. Owner only.</summary>
    /// <param name="hand">The slot to begin with; afterwards the one behind the group. May be behind the end of the table.</param>
    /// <param name="leaving">Called with the first entry that goes, before it does.</param>
    /// <returns>How many went.</returns>
    public int EvictSome(ref int hand, Action<TKey, TValue> leaving)
    {
        var entries = _entries;
        if (hand >= entries.Length) hand = 0;
        var (first, end) = (hand, Math.Min(hand + EvictionGroup, entries.Length));
        hand = end;

        var (sum, candidates) = (0L, 0);
        for (var slot = first; slot < end; slot++)
        {
            if (!MayGo(entries[slot])) continue;
            sum += VersionStamp.EpochOf(entries[slot].Stamp);
            candidates++;
        }
        if (candidates == 0) return 0;

        var (mean, gone) = (sum / candidates, 0);
        for (var slot = first; slot < end; slot++)
        {
            if (!MayGo(entries[slot]) || VersionStamp.EpochOf(entries[slot].Stamp) > mean) continue;
            if (gone++ == 0) leaving(entries[slot].Key, entries[slot].Value);
            FreeSlotAt(slot);
            Volatile.Write(ref _count, _count - 1);
            Volatile.Write(ref _elsewhere, _elsewhere + 1);
        }
        return gone;
    }

    private bool MayGo(in TableEntry<TKey, TValue> entry) =>
        entry.Hash != 0 && entry.Stamp >= 0 && VersionStamp.EpochOf(entry.Stamp) <= _oldestNeeded;
}
