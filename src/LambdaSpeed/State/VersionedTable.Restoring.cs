using System.Runtime.CompilerServices;

namespace LambdaSpeed.State;

/// <content>Filling a table before its owner runs and before anybody reads it.</content>
internal sealed partial class VersionedTable<TKey, TValue>
{
    /// <summary>Sets a value as of the epoch before the open one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see EntryLoader
    public void Restore(TKey key, uint hash, TValue value)
    {
        var entries = _entries;
        var mask = (uint)entries.Length - 1;
        for (var slot = hash & mask; entries[slot].Hash != 0; slot = (slot + 1) & mask)
        {
            ref var entry = ref entries[slot];
            if (entry.Hash != hash || entry.Stamp == VersionStamp.Absent || !KeyEquality.Equal(entry.Key, key)) continue;
            entry.Value = value;
            return;
        }
        TakeSlot(hash) = new() { Key = key, Value = value, Hash = hash, Stamp = VersionStamp.FloorOf(VersionStamp.EpochOf(_floor) - 1) };
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Sets all that another table held as of an epoch, after the other's owner has ended.</summary>
    public void RestoreFrom(VersionedTable<TKey, TValue> other, EpochId epoch)
    {
        foreach (ref var entry in other._entries.AsSpan())
        {
            if (entry.Hash != 0 && TableReader.TryReadAsOf(other, ref entry, epoch.Number, out var value, out _))
            {
                Restore(entry.Key, entry.Hash, value);
            }
        }
    }

    /// <summary>Removes a key as of the epoch before the open one, if it is there.</summary>
    public void Forget(TKey key, uint hash)
    {
        var slot = TableReader.Find(_entries, key, hash, out _);
        if (slot < 0) return;
        FreeSlotAt(slot);
        Volatile.Write(ref _count, _count - 1);
    }
}
