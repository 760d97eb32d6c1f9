using System.Runtime.CompilerServices;

namespace LambdaSpeed.Tasks;

/// <summary>Accumulators by key that are given away soon: a small hash table that is emptied at once.</summary>
internal sealed class PartialTable<TKey, TAccumulator>
{
    private int[] _slots = new int[64];                  // index of an entry + 1; 0 is free
    private PartialEntry<TKey, TAccumulator>[] _entries = new PartialEntry<TKey, TAccumulator>[32]; // in order of arrival
    private int _count; // entries in use

    public int Count => _count;

    public ref readonly PartialEntry<TKey, TAccumulator> this[int index] => ref _entries[index];

    /// <summary>The accumulator of a key; <paramref name="isNew"/> says that it is still to be set to zero.</summary>
    public ref TAccumulator Find(TKey key, uint hash, out bool isNew)
    {
        var mask = (uint)_slots.Length - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            var index = _slots[slot] - 1;
            if (index < 0)
            {
                isNew = true;
                return ref Insert(key, hash, slot);
            }
            ref var entry = ref _entries[index];
            if (entry.Hash == hash && State.KeyEquality.Equal(entry.Key, key))
            {
                isNew = false;
                return ref entry.Accumulator;
            }
        }
    }

    public void Clear()
    {
        Array.Clear(_slots);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<PartialEntry<TKey, TAccumulator>>()) Array.Clear(_entries, 0, _count);
        _count = 0;
    }

    private ref TAccumulator Insert(TKey key, uint hash, uint slot)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
            slot = Rebuild(_slots.Length * 2, hash);
        }
        _entries[_count] = new PartialEntry<TKey, TAccumulator> { Key = key, Hash = hash, Accumulator = default! };
        _slots[slot] = ++_count;
        return ref _entries[_count - 1].Accumulator;
    }

    private uint Rebuild(int size, uint nextHash)
    {
        _slots = new int[size];
        for (var index = 0; index < _count; index++) _slots[FreeSlot(_entries[index].Hash)] = index + 1;
        return FreeSlot(nextHash);
    }

    private uint FreeSlot(uint hash)
    {
        var mask = (uint)_slots.Length - 1;
        var slot = hash & mask;
        while (_slots[slot] != 0) slot = (slot + 1) & mask;
        return slot;
    }
}
