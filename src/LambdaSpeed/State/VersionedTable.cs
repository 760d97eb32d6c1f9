using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LambdaSpeed.State;

/// <summary>The keyed state of one task: a hash table with one writer, whose published epochs can be read at any time by any
/// thread.</summary>
/// <remarks>
/// <para>Open addressing with linear probing, entries in the slots, load at most 5/8, in small tables 3/8: one cache line for most
/// lookups.</para>
/// <para>Multi-version: before the first change of an entry in an epoch its old value goes to that epoch's
/// <see cref="UndoSegment{TKey, TValue}"/>.
/// A reader at epoch e takes the entry's value when the entry was last changed in e or before, else it follows the undo records back.
/// So an update costs one comparison more than in a plain table, sealing an epoch is O(1), and readers never hold up the writer.</para>
/// <para>A removed key leaves its entry in the slot until nobody can read an epoch in which the key was there; see the part on
/// removal.</para>
/// <para>Undo segments that nobody can read any more are reused. A reader without a pin must therefore check, after reading, that the
/// published epoch is still the one it read at (<see cref="TableReader"/> does).</para>
/// </remarks>
internal sealed partial class VersionedTable<TKey, TValue>
{
    private const int MinimumCapacity = 16;
    private const int SmallSlots = 1 << 15;

    private readonly Func<TValue, TValue>? _copy; // null when assigning a value keeps it
    private readonly int _least; // slots that the table never goes below
    private readonly Stack<UndoSegment<TKey, TValue>> _free = new();
    private TableEntry<TKey, TValue>[] _entries;     // replaced whole when it grows
    private UndoSegment<TKey, TValue> _undo = new(); // of the open epoch; older ones hang behind it
    private long _floor;                             // the first stamp of the open epoch
    private int _count;                              // keys
    private int _occupied;                           // slots that probing does not stop at: keys, removed keys, slots given back
    private int _ceiling; // occupied slots at which the table is rebuilt
    private int _sealer;  // the thread that sealed last

    /// <param name="firstEpoch">The epoch that is open from the start.</param>
    /// <param name="copy">Copies a value that is changed in place; null for values that assignment copies whole.</param>
    /// <param name="expected">Entries to have room for from the start.</param>
    public VersionedTable(EpochId firstEpoch, Func<TValue, TValue>? copy = null, int expected = 0)
    {
        _copy = copy;
        _least = CapacityFor(expected);
        _entries = new TableEntry<TKey, TValue>[_least];
        _ceiling = CeilingOf(_entries.Length);
        _floor = VersionStamp.FloorOf(firstEpoch.Number);
        _undo.Reset(firstEpoch.Number, null);
    }

    /// <summary>May a value be written in parts? See <see cref="ValueWidth{TValue}"/>.</summary>
    public static bool IsWide => ValueWidth<TValue>.IsWide;

    /// <summary>Keys as of the open epoch. Any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The slots as they are now. Any thread; entries must be read by the <c>TryRead</c> methods.</summary>
    internal TableEntry<TKey, TValue>[] Entries => Volatile.Read(ref _entries);

    /// <summary>The thread that ended the last epoch, by its managed id: the owner's, or where it was then. Any thread.</summary>
    internal int SealerThread => Volatile.Read(ref _sealer);

    /// <summary>The undo segment of the open epoch. Any thread.</summary>
    internal UndoSegment<TKey, TValue> NewestUndo => Volatile.Read(ref _undo);

    /// <summary>Bytes held by the slots and undo segments, without what keys and values refer to. Any thread.</summary>
    public long ApproximateBytes
    {
        get
        {
            var bytes = (long)Entries.Length * Unsafe.SizeOf<TableEntry<TKey, TValue>>();
            for (var undo = NewestUndo; undo is not null; undo = undo.Older)
            {
                bytes += (long)undo.Count * Unsafe.SizeOf<UndoRecord<TKey, TValue>>();
            }
            return bytes;
        }
    }

    /// <summary>Finds an entry to change it in the open epoch; a null reference when the key is not there. Owner only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TableEntry<TKey, TValue> Touch(TKey key, uint hash)
    {
        var entries = _entries;
        ref var entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(entries), hash & ((uint)entries.Length - 1));
        if (entry.Hash == hash && entry.Stamp >= _floor && KeyEquality.Equal(entry.Key, key)) return ref entry;
        return ref Search(key, hash);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref TableEntry<TKey, TValue> Search(TKey key, uint hash)
    {
        var entries = _entries;
        ref var first = ref MemoryMarshal.GetArrayDataReference(entries);
        var mask = (uint)entries.Length - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            ref var entry = ref Unsafe.Add(ref first, slot);
            if (entry.Hash == hash && entry.Stamp != VersionStamp.Absent && KeyEquality.Equal(entry.Key, key))
            {
                if (VersionStamp.IsRemoved(entry.Stamp)) return ref Unsafe.NullRef<TableEntry<TKey, TValue>>();
                if (entry.Stamp < _floor) KeepOldValue(ref entry);
                return ref entry;
            }
            if (entry.Hash == 0) return ref Unsafe.NullRef<TableEntry<TKey, TValue>>();
        }
    }

    /// <summary>Adds a key that <see cref="Touch"/> did not find. Owner only.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ref TableEntry<TKey, TValue> Insert(TKey key, uint hash, TValue value)
    {
        if (_removed.Count > 0)
        {
            GiveBack(2);
            if (TryFindRemoved(key, hash, out var slot)) return ref Revive(ref _entries[slot], value);
        }
        var record = new UndoRecord<TKey, TValue> { Key = key, Hash = hash, Value = default!, Stamp = VersionStamp.Absent };
        ref var entry = ref TakeSlot(hash);
        var undo = _undo.Add(record);
        Volatile.Write(ref entry.Stamp, VersionStamp.Touching); // a slow reader may still look at the slot's former entry
        Volatile.WriteBarrier();
        entry.Key = key;
        entry.Value = value;
        entry.Undo = undo;
        Volatile.Write(ref entry.Stamp, _floor);
        Volatile.Write(ref entry.Hash, hash); // from here on readers find it
        Volatile.Write(ref _count, _count + 1);
        return ref entry;
    }

    /// <summary>Adds or replaces a value; true when the key was not there. Owner only.</summary>
    public bool Set(TKey key, uint hash, TValue value)
    {
        ref var entry = ref Touch(key, hash);
        if (Unsafe.IsNullRef(ref entry))
        {
            Insert(key, hash, value);
            return true;
        }
        BeginWrite(ref entry);
        entry.Value = value;
        EndWrite(ref entry);
        return false;
    }

    /// <summary>The list of what an epoch changed; null when it changed nothing, or the list is gone. Any thread.</summary>
    public UndoSegment<TKey, TValue>? FindUndo(EpochId epoch)
    {
        var undo = NewestUndo;
        while (undo is not null && undo.Epoch > epoch.Number) undo = undo.Older;
        return undo is not null && undo.Epoch == epoch.Number ? undo : null;
    }

    /// <summary>Begins a change of a value that readers may be copying. Owner only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BeginWrite(ref TableEntry<TKey, TValue> entry)
    {
        if (!IsWide) return;
        entry.Stamp = VersionStamp.Next(entry.Stamp);
        Volatile.WriteBarrier();
    }

    /// <summary>Ends a change that <see cref="BeginWrite"/> began. Owner only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EndWrite(ref TableEntry<TKey, TValue> entry)
    {
        if (!IsWide) return;
        Volatile.WriteBarrier();
        entry.Stamp = VersionStamp.Next(entry.Stamp);
    }

    /// <summary>Ends a change that threw, if one was begun, so that readers of the key do not wait for its end. Owner only.</summary>
    /// <remarks>At most one entry is being written, so keys are not compared: perhaps it is that which has thrown.</remarks>
    public void EndInterruptedWrite(uint hash)
    {
        if (!IsWide) return;
        var entries = _entries;
        var mask = (uint)entries.Length - 1;
        for (var slot = hash & mask; entries[slot].Hash != 0; slot = (slot + 1) & mask)
        {
            if (entries[slot].Stamp == VersionStamp.Absent || !VersionStamp.IsWriting(entries[slot].Stamp)) continue;
            EndWrite(ref entries[slot]);
            return;
        }
    }

    /// <summary>Ends the open epoch and opens the next; O(1), but for the rare time when a table has become far too large. Owner
    /// only.</summary>
    /// <param name="next">The epoch that opens.</param>
    /// <param name="oldestNeeded">The oldest epoch that anybody may still read.</param>
    public void Seal(EpochId next, EpochId oldestNeeded)
    {
        Volatile.Write(ref _sealer, Environment.CurrentManagedThreadId);
        ReleaseUndo(oldestNeeded.Number);
        var segment = _free.TryPop(out var used) ? used : new UndoSegment<TKey, TValue>();
        segment.Reset(next.Number, _undo);
        segment.KeysBefore = Keys;
        Volatile.Write(ref _undo, segment);
        _floor = VersionStamp.FloorOf(next.Number);
        _oldestNeeded = oldestNeeded.Number;
        if (_removed.Count > 0) GiveBackAtSeal();
    }

    /// <summary>Hands back undo segments that lead to epochs before the oldest needed one.</summary>
    private void ReleaseUndo(long oldestNeeded)
    {
        var kept = _undo;
        while (kept.Older is { } older && older.Epoch > oldestNeeded) kept = older;
        var released = kept.Older;
        kept.Older = null;
        for (; released is not null && _free.Count < 4; released = released.Older) _free.Push(released);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void KeepOldValue(ref TableEntry<TKey, TValue> entry)
    {
        var record = new UndoRecord<TKey, TValue>
        {
            Key = entry.Key,
            Hash = entry.Hash,
            Value = entry.Value,
            Stamp = entry.Stamp,
            Undo = entry.Undo,
        };
        var value = _copy is null ? entry.Value : _copy(entry.Value); // readers may hold the old one; a throw here leaves no trace
        var undo = _undo.Add(record);
        Volatile.Write(ref entry.Stamp, VersionStamp.Touching);
        Volatile.WriteBarrier();
        entry.Undo = undo;
        if (_copy is not null) entry.Value = value;
        Volatile.Write(ref entry.Stamp, _floor);
        Volatile.WriteBarrier(); // the change itself comes after
    }

    /// <summary>A slot for a new entry; the caller sets its hash.</summary>
    private ref TableEntry<TKey, TValue> TakeSlot(uint hash)
    {
        ref var slot = ref FreeSlot(_entries, hash);
        if (slot.Hash == 0 && _occupied >= _ceiling)
        {
            Rebuild();
            slot = ref FreeSlot(_entries, hash);
        }
        if (slot.Hash == 0) _occupied++;
        return ref slot;
    }

    private static int CapacityFor(int entries)
    {
        var slots = MinimumCapacity;
        while (CeilingOf(slots) < entries) slots *= 2;
        return slots;
    }

    /// <summary>Small tables are kept emptier: there a second probe costs more than the memory.</summary>
    private static int CeilingOf(int slots) => slots <= SmallSlots ? slots / 8 * 3 : slots / 8 * 5;

    private static ref TableEntry<TKey, TValue> FreeSlot(TableEntry<TKey, TValue>[] entries, uint hash)
    {
        var mask = (uint)entries.Length - 1;
        var slot = hash & mask;
        while (entries[slot].Hash != 0 && entries[slot].Stamp != VersionStamp.Absent) slot = (slot + 1) & mask;
        return ref entries[slot];
    }
}
