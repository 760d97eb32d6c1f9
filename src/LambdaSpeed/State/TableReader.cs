using System.Runtime.CompilerServices;

namespace LambdaSpeed.State;

/// <summary>Reads a <see cref="VersionedTable{TKey, TValue}"/> from any thread, without a lock and without holding up its owner.</summary>
internal static class TableReader
{
    /// <summary>Reads the value of a key as of an epoch. The caller has the epoch pinned, or checks afterwards that it is still the
    /// published one.</summary>
    public static bool TryReadAsOf<TKey, TValue>(
        VersionedTable<TKey, TValue> table, TKey key, uint hash, long epoch, out TValue value)
    {
        var entries = table.Entries;
        var slot = Find(entries, key, hash);
        if (slot < 0)
        {
            value = default!;
            return false;
        }
        return TryReadAsOf(table, ref entries[slot], epoch, out value, out _);
    }

    /// <summary>Reads an entry as of an epoch; false when its key did not exist then.</summary>
    /// <param name="table">The table.</param>
    /// <param name="entry">A slot of <see cref="VersionedTable{TKey, TValue}.Entries"/> whose hash is set.</param>
    /// <param name="epoch">The epoch to read at.</param>
    /// <param name="value">The value.</param>
    /// <param name="changedIn">The epoch, at or before <paramref name="epoch"/>, in which the entry got that value.</param>
    public static bool TryReadAsOf<TKey, TValue>(
        VersionedTable<TKey, TValue> table, ref TableEntry<TKey, TValue> entry, long epoch, out TValue value, out long changedIn)
    {
        var spin = default(SpinWait);
        while (true)
        {
            var stamp = Volatile.Read(ref entry.Stamp);
            if (stamp != VersionStamp.Touching)
            {
                var undo = entry.Undo;
                value = entry.Value;
                Volatile.ReadBarrier();
                changedIn = VersionStamp.EpochOf(stamp);
                if (VersionStamp.EpochOf(Volatile.Read(ref entry.Stamp)) == changedIn)
                {
                    return changedIn <= epoch || FollowUndo(table.NewestUndo, stamp, undo, epoch, out value, out changedIn);
                }
            }
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Reads the open value of a key, never torn.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The key.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="value">The value.</param>
    /// <param name="epoch">The epoch in which it was last changed.</param>
    public static bool TryReadLatest<TKey, TValue>(
        VersionedTable<TKey, TValue> table, TKey key, uint hash, out TValue value, out long epoch)
    {
        var entries = table.Entries;
        var slot = Find(entries, key, hash);
        if (slot < 0)
        {
            value = default!;
            epoch = 0;
            return false;
        }
        value = ReadLatest(ref entries[slot], out epoch);
        return true;
    }

    /// <summary>Reads the open value of an entry, never torn.</summary>
    public static TValue ReadLatest<TKey, TValue>(ref TableEntry<TKey, TValue> entry, out long epoch)
    {
        var spin = default(SpinWait);
        while (true)
        {
            var before = Volatile.Read(ref entry.Stamp);
            if (before != VersionStamp.Touching && (!VersionedTable<TKey, TValue>.IsWide || !VersionStamp.IsWriting(before)))
            {
                var value = entry.Value;
                Volatile.ReadBarrier();
                if (!VersionedTable<TKey, TValue>.IsWide || Volatile.Read(ref entry.Stamp) == before)
                {
                    epoch = VersionStamp.EpochOf(before);
                    return value;
                }
            }
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>The slot of a key, or -1.</summary>
    public static int Find<TKey, TValue>(TableEntry<TKey, TValue>[] entries, TKey key, uint hash)
    {
        var mask = (uint)entries.Length - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            ref var entry = ref entries[slot];
            var found = Volatile.Read(ref entry.Hash);
            if (found == hash && KeyEquality.Equal(entry.Key, key)) return (int)slot;
            if (found == 0) return -1;
        }
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
                return true;
            }
            (stamp, undo) = (record.Stamp, record.Undo);
        }
    }
}
