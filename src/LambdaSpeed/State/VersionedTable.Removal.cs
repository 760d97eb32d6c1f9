using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <content>
/// The way of a removed key. <c>there → removed → given back → free</c>, or from <c>removed</c> back to <c>there</c>.
/// <list type="bullet">
/// <item>A removed key keeps its slot: its stamp says since when it is gone, its undo record what it was. It is in the list of removed
/// ones, once for each epoch that removed it.</item>
/// <item>Once the epoch of its removal is the oldest that anybody may read, the slot is given back, a few at each change and seal. No
/// reader can miss the key, and whoever still stands at the slot finds another version than before and looks again.</item>
/// <item>A slot that was given back keeps its hash while probing must go on over it. A new key takes it, or it becomes free together
/// with the free slot behind it.</item>
/// </list>
/// </content>
internal sealed partial class VersionedTable<TKey, TValue>
{
    private const int GivenBackAtSeal = 256;
    private const int SmallestToShrink = 1 << 12;

    private readonly Queue<(int Slot, long Epoch)> _removed = new(); // by epoch; some keys may have come back since
    private int _removedKeys;         // entries that stand for a removed key
    private long _oldestNeeded = -1;  // the oldest epoch that anybody may read, as of the last seal

    /// <summary>Slots, whatever is in them: the table's size in memory. Any thread.</summary>
    internal int Capacity => Entries.Length;

    /// <summary>Removes a key in the open epoch; earlier epochs still have it. False when it is not there. Owner only.</summary>
    public bool Remove(TKey key, uint hash)
    {
        var slot = TableReader.Find(_entries, key, hash, out var stamp);
        if (slot < 0 || VersionStamp.IsRemoved(stamp)) return false;

        ref var entry = ref _entries[slot];
        if (stamp < _floor) KeepOldValue(ref entry);
        stamp = entry.Stamp;
        var removed = VersionStamp.Remove(stamp);
        if (!VersionStamp.IsListed(stamp)) _removed.Enqueue((slot, VersionStamp.EpochOf(stamp)));
        Volatile.Write(ref entry.Stamp, VersionStamp.Touching);
        Volatile.WriteBarrier();
        entry.Value = default!;
        Volatile.Write(ref entry.Stamp, removed);
        _removedKeys++;
        Volatile.Write(ref _count, _count - 1);
        GiveBack(2);
        return true;
    }

    private bool TryFindRemoved(TKey key, uint hash, out int slot)
    {
        slot = TableReader.Find(_entries, key, hash, out var stamp);
        Invariant.Require(slot < 0 || VersionStamp.IsRemoved(stamp), $"a key that is there was added to its table");
        return slot >= 0;
    }

    /// <summary>A removed key comes back.</summary>
    private ref TableEntry<TKey, TValue> Revive(ref TableEntry<TKey, TValue> entry, TValue value)
    {
        var (stamp, undo) = (VersionStamp.Revive(entry.Stamp), entry.Undo);
        if (stamp < _floor) // removed in an earlier epoch
        {
            undo = _undo.Add(new() { Key = entry.Key, Hash = entry.Hash, Value = default!, Stamp = entry.Stamp, Undo = entry.Undo });
            stamp = _floor;
        }
        Volatile.Write(ref entry.Stamp, VersionStamp.Touching);
        Volatile.WriteBarrier();
        entry.Value = value;
        entry.Undo = undo;
        Volatile.Write(ref entry.Stamp, stamp);
        _removedKeys--;
        Volatile.Write(ref _count, _count + 1);
        return ref entry;
    }

    private void GiveBackAtSeal()
    {
        GiveBack(GivenBackAtSeal);
        if (_entries.Length >= SmallestToShrink && _entries.Length > _least && (long)(_count + _removedKeys) * 8 < _ceiling) Rebuild();
    }

    /// <summary>Gives back the slots of keys that no reader can know of any more.</summary>
    /// <param name="most">How many at most: each change gives back more than it removes, so that the list does not grow.</param>
    private void GiveBack(int most)
    {
        for (; most > 0 && _removed.TryPeek(out var next) && next.Epoch <= _oldestNeeded; most--)
        {
            _removed.Dequeue();
            if (!IsRemovedIn(_entries[next.Slot].Stamp, next.Epoch)) continue; // has come back
            FreeSlotAt(next.Slot);
            _removedKeys--;
        }
    }

    private static bool IsRemovedIn(long stamp, long epoch) => VersionStamp.IsRemoved(stamp) && VersionStamp.EpochOf(stamp) == epoch;

    private void FreeSlotAt(int slot)
    {
        ref var entry = ref _entries[slot];
        Volatile.Write(ref entry.Stamp, VersionStamp.Touching);
        Volatile.WriteBarrier();
        entry.Key = default!;
        entry.Value = default!;
        Volatile.Write(ref entry.Stamp, VersionStamp.Absent);

        var mask = _entries.Length - 1;
        if (_entries[(slot + 1) & mask].Hash != 0) return; // probing must go on over it
        for (; _entries[slot].Hash != 0 && _entries[slot].Stamp == VersionStamp.Absent; slot = (slot - 1) & mask)
        {
            Volatile.Write(ref _entries[slot].Hash, 0);
            _occupied--;
        }
    }

    /// <summary>Moves what is needed into slots that are half as full as they may become: wider, narrower or equally many. Whoever reads in
    /// the former ones finds there what was there, as they are not changed any more.</summary>
    private void Rebuild()
    {
        GiveBack(int.MaxValue);
        var kept = _count + _removedKeys;
        var length = _least;
        while (CeilingOf(length) / 2 < kept) length *= 2;

        var entries = new TableEntry<TKey, TValue>[length];
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (entry.Hash != 0 && entry.Stamp != VersionStamp.Absent) FreeSlot(entries, entry.Hash) = entry;
        }
        for (var listed = _removed.Count; listed > 0; listed--)
        {
            var (slot, epoch) = _removed.Dequeue();
            ref readonly var entry = ref _entries[slot];
            if (!VersionStamp.IsListed(entry.Stamp) || VersionStamp.EpochOf(entry.Stamp) != epoch) continue; // has come back later
            _removed.Enqueue((TableReader.Find(entries, entry.Key, entry.Hash, out _), epoch));
        }
        _ceiling = CeilingOf(length);
        _occupied = kept;
        Volatile.Write(ref _entries, entries);
    }
}
