using System.Runtime.CompilerServices;

namespace LambdaSpeed.State;

/// <summary>Reads a <see cref="VersionedTable{TKey, TValue}"/> from any thread, without a lock and without holding up its owner.</summary>
internal static class TableReader
{
    /// <summary>Reads the value of a key as of an epoch. The caller has the epoch pinned, or checks afterwards that it is still the
    /// published one.</summary>
    public static bool TryReadAsOf<TKey, TValue>(
        VersionedTable<TKey, TValue> table, TKey key, uint hash, long epoch, out TValue value) =>
        TryReadAsOf(table, key, hash, epoch, out value, out _);

    /// <inheritdoc cref="TryReadAsOf{TKey, TValue}(VersionedTable{TKey, TValue}, TKey, uint, long, out TValue)"/>
    /// <param name="table">The table.</param>
    /// <param name="key">The key.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="value">The value.</param>
    /// <param name="isHere">Does the table know of the key? If not, a store may, where the table holds a part of the keys.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadAsOf<TKey, TValue>(
        VersionedTable<TKey, TValue> table, TKey key, uint hash, long epoch, out TValue value, out bool isHere)
    {
        var spin = default(SpinWait);
        while (true)
        {
            var entries = table.Entries;
            var slot = Find(entries, key, hash, out var stamp);
            isHere = slot >= 0;
            if (slot < 0)
            {
                value = default!;
                return false;
            }
            if (TryReadVersion(table, ref entries[slot], stamp, epoch, out value, out _, out var exists)) return exists;
            spin.SpinOnce(sleep1Threshold: -1); // the slot may belong to another key by now
        }
    }

    /// <summary>Reads an entry as of an epoch; false when its key did not exist then.</summary>
    /// <param name="table">The table.</param>
    /// <param name="entry">A slot of <see cref="VersionedTable{TKey, TValue}.Entries"/> whose hash is set.</param>
    /// <param name="epoch">The epoch to read at. When the key existed then, its slot is not given to another one while the epoch is
    /// pinned.</param>
    /// <param name="value">The value.</param>
    /// <param name="changedIn">The epoch, at or before <paramref name="epoch"/>, in which the entry got that value.</param>
    public static bool TryReadAsOf<TKey, TValue>(
        VersionedTable<TKey, TValue> table, ref TableEntry<TKey, TValue> entry, long epoch, out TValue value, out long changedIn)
    {
        var spin = default(SpinWait);
        while (true)
        {
            var stamp = Volatile.Read(ref entry.Stamp);
            if (TryReadVersion(table, ref entry, stamp, epoch, out value, out changedIn, out var exists)) return exists;
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Reads all keys as of an epoch that the caller has pinned, in no order, with their hashes.</summary>
    public static IEnumerable<(TKey Key, uint Hash, TValue Value)> ReadAll<TKey, TValue>(VersionedTable<TKey, TValue> table, long epoch)
    {
        var entries = table.Entries;
        for (var slot = 0; slot < entries.Length; slot++)
        {
            var hash = Volatile.Read(ref entries[slot].Hash);
            if (hash == 0 || !TryReadAsOf(table, ref entries[slot], epoch, out var value, out _)) continue;
            yield return (entries[slot].Key, hash, value);
        }
    }

    /// <summary>Reads the open value of a key, never torn.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The key.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="value">The value.</param>
    /// <param name="epoch">The epoch in which it was last changed or removed; 0 when the table does not know of the key.</param>
    public static bool TryReadLatest<TKey, TValue>(
        VersionedTable<TKey, TValue> table, TKey key, uint hash, out TValue value, out long epoch)
    {
        var spin = default(SpinWait);
        while (true)
        {
            var entries = table.Entries;
            var slot = Find(entries, key, hash, out var before);
            if (slot < 0)
            {
                value = default!;
                epoch = 0;
                return false;
            }
            if (before != VersionStamp.Touching && (!VersionedTable<TKey, TValue>.IsWide || !VersionStamp.IsWriting(before)))
            {
                value = entries[slot].Value;
                epoch = VersionStamp.EpochOf(before);
                Volatile.ReadBarrier();
                if (Volatile.Read(ref entries[slot].Stamp) == before) return !VersionStamp.IsRemoved(before);
            }
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>The slot of a key, be it removed, or -1.</summary>
    /// <param name="entries">The slots.</param>
    /// <param name="key">The key.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="stamp">The entry's stamp from before its key was compared: while it stays, the slot is that key's.</param>
    public static int Find<TKey, TValue>(TableEntry<TKey, TValue>[] entries, TKey key, uint hash, out long stamp)
    {
        var mask = (uint)entries.Length - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            ref var entry = ref entries[slot];
            var found = Volatile.Read(ref entry.Hash);
            if (found == hash)
            {
                stamp = Volatile.Read(ref entry.Stamp);
                if (stamp != VersionStamp.Absent && KeyEquality.Equal(entry.Key, key)) return (int)slot;
            }
            if (found == 0)
            {
                stamp = VersionStamp.Absent;
                return -1;
            }
        }
    }

    /// <summary>Reads an entry as of an epoch; false when its owner has made another version of it meanwhile.</summary>
    private static bool TryReadVersion<TKey, TValue>(
        VersionedTable<TKey, TValue> table, ref TableEntry<TKey, TValue> entry, long stamp, long epoch,
        out TValue value, out long changedIn, out bool exists)
    {
        exists = false;
        changedIn = VersionStamp.EpochOf(stamp);
        var undo = entry.Undo;
        value = entry.Value;
        if (stamp == VersionStamp.Touching) return false;
        if (stamp == VersionStamp.Absent) return true; // given back: as of any epoch that can be read the key was gone

        Volatile.ReadBarrier();
        if (!VersionStamp.IsSameVersion(stamp, Volatile.Read(ref entry.Stamp))) return false;
        exists = changedIn <= epoch
            ? !VersionStamp.IsRemoved(stamp)
            : FollowUndo(table.NewestUndo, stamp, undo, epoch, out value, out changedIn);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool FollowUndo<TKey, TValue>(
        UndoSegment<TKey, TValue>? segment, long stamp, int undo, long epoch, out TValue value, out long changedIn)
    {
        value = default!;
        while (true)
        {
            changedIn = VersionStamp.EpochOf(stamp);
            while (segment is not null && segment.Epoch > changedIn) segment = segment.Older;
            if (segment is null || segment.Epoch != changedIn) return false; // reused: the caller's check fails
            if (!segment.TryRead(undo, out var record)) return false;        // likewise
            if (record.Stamp == VersionStamp.Absent) return false;
            if (VersionStamp.EpochOf(record.Stamp) <= epoch)
            {
                value = record.Value;
                changedIn = VersionStamp.EpochOf(record.Stamp);
                return !VersionStamp.IsRemoved(record.Stamp);
            }
            (stamp, undo) = (record.Stamp, record.Undo);
        }
    }
}
