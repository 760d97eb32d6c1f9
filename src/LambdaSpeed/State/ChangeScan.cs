using System.Buffers;

namespace LambdaSpeed.State;

/// <summary>A walk over what a sealed epoch changed in a table, while its owner goes on with the next epoch.</summary>
/// <remarks>
/// <para>The keys are in the epoch's undo segment. Their values are read where that is cheapest, each place a walk in sequence. Where a
/// good part of the table has changed, all slots are looked at first: a slot costs a small part of a lookup. What the owner has changed
/// again since lies in the next epoch's undo segment, with its value. Only the rest is looked up, many at a time, so that their cache
/// misses overlap.</para>
/// <para>The rest is walked from the last key on: what an epoch changed last are the rare keys, while those it changed first come again
/// soon, and are then found in the next epoch's segment. Whatever the first two walks miss (the owner is at work, or has put another table
/// in the place of this one), the last one finds.</para>
/// </remarks>
internal sealed class ChangeScan<TKey, TValue>(
    VersionedTable<TKey, TValue> table, UndoSegment<TKey, TValue> changed, SectionCodec<TKey, TValue> codec, EpochId epoch) : StateScan
{
    private const int Batch = 32;          // lookups whose cache misses overlap; slots looked at between two writes
    private const int LooksForALookup = 8; // slots that can be looked at, one after the other, in the time of a lookup

    private readonly UndoSegment<TKey, TValue>? _newer = table.FindUndo(epoch.Next);
    private TableEntry<TKey, TValue>[] _slots = []; // those that are walked; none when so little has changed that lookups are cheaper
    private int _nextSlot;         // of those, the one to be looked at next
    private int _nextNewer;        // its next record
    private int _left = -1;        // records of the epoch's own segment that are not looked at yet: the first ones; -1 before the start
    private ulong[] _written = []; // rented: a bit for each of those records whose key is written

    public override int NearThread => table.SealerThread;

    public override bool WriteSome(ChangeWriter writer, int bytes)
    {
        if (_left < 0) Begin();
        var end = writer.Length + bytes;
        if (WriteSlots(writer, end) || WriteChangedAgain(writer, end) || WriteRest(writer, end)) return true;
        ArrayPool<ulong>.Shared.Return(_written);
        (_written, _slots) = ([], []);
        return false;
    }

    private void Begin()
    {
        _left = changed.Count;
        _written = ArrayPool<ulong>.Shared.Rent((_left + 63) / 64);
        Array.Clear(_written);
        var slots = table.Entries;
        if ((long)_left * LooksForALookup > slots.Length) _slots = slots;
    }

    private bool WriteSlots(ChangeWriter writer, int end)
    {
        Span<int> batch = stackalloc int[Batch];
        while (_nextSlot < _slots.Length)
        {
            if (writer.Length >= end) return true;
            foreach (var slot in batch[..FindChanged(batch)]) WriteSlot(writer, ref _slots[slot]);
        }
        return false;
    }

    /// <summary>Looks at some slots for keys that the epoch was the last to change, without a branch that the processor could guess
    /// wrong.</summary>
    private int FindChanged(Span<int> batch)
    {
        var count = 0;
        var slots = _slots.AsSpan(_nextSlot, Math.Min(batch.Length, _slots.Length - _nextSlot));
        for (var i = 0; i < slots.Length; i++)
        {
            batch[count] = _nextSlot + i;
            count += VersionStamp.IsOf(Volatile.Read(ref slots[i].Stamp), epoch.Number) ? 1 : 0;
        }
        _nextSlot += slots.Length;
        return count;
    }

    private void WriteSlot(ChangeWriter writer, ref TableEntry<TKey, TValue> entry)
    {
        var stamp = Volatile.Read(ref entry.Stamp);
        var (key, value, record) = (entry.Key, entry.Value, entry.Undo);
        Volatile.ReadBarrier();
        if (!VersionStamp.IsOf(stamp, epoch.Number) || Volatile.Read(ref entry.Stamp) != stamp) return; // now in the next segment
        _written[record >> 6] |= 1UL << (record & 63);
        codec.Write(writer, key, value);
    }

    private bool WriteChangedAgain(ChangeWriter writer, int end)
    {
        if (_newer is null) return false;
        for (var records = _newer.From(_nextNewer); records.Length > 0; records = _newer.From(_nextNewer))
        {
            foreach (ref readonly var record in records)
            {
                if (writer.Length >= end) return true;
                _nextNewer++;
                WriteChangedAgain(writer, record);
            }
        }
        return false;
    }

    private void WriteChangedAgain(ChangeWriter writer, in UndoRecord<TKey, TValue> record)
    {
        if (record.Stamp == VersionStamp.Absent || VersionStamp.EpochOf(record.Stamp) != epoch.Number) return;
        if (IsWritten(record.Undo)) return; // while it was among the rest
        _written[record.Undo >> 6] |= 1UL << (record.Undo & 63); // the entry's record in the epoch's own segment
        if (!VersionStamp.IsRemoved(record.Stamp)) codec.Write(writer, record.Key, record.Value);
        else WriteRemoval(writer, changed[record.Undo]);
    }

    private bool WriteRest(ChangeWriter writer, int end)
    {
        Span<int> batch = stackalloc int[Batch];
        while (_left > 0)
        {
            if (writer.Length >= end) return true;
            foreach (var index in batch[..Gather(batch)])
            {
                ref readonly var record = ref changed[index];
                var exists = TableReader.TryReadAsOf(table, record.Key, record.Hash, epoch.Number, out var value);
                _written[index >> 6] |= 1UL << (index & 63);
                if (exists) codec.Write(writer, record.Key, value);
                else WriteRemoval(writer, record);
            }
        }
        return false;
    }

    /// <summary>Collects records whose keys are yet to be written, and has their slots brought into the cache.</summary>
    private int Gather(Span<int> batch)
    {
        var count = 0;
        while (_left > 0 && count < batch.Length)
        {
            if (IsWritten(--_left)) continue;
            batch[count++] = _left;
            table.Prefetch(changed[_left].Hash);
        }
        return count;
    }

    private bool IsWritten(int record) => (_written[record >> 6] & (1UL << (record & 63))) != 0;

    /// <summary>Writes that a key is gone; one that came and went within the epoch is as it was.</summary>
    private void WriteRemoval(ChangeWriter writer, in UndoRecord<TKey, TValue> before)
    {
        if (before.Stamp >= 0) writer.Remove(codec.Key, before.Key);
    }
}
