using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LambdaSpeed.State;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>Accumulators by key that are given away soon: open addressing with linear probing, emptied at once.</summary>
/// <remarks>A slot is in use when its round is the present one, so emptying the table is counting up the round.</remarks>
/// <param name="zero">Makes the accumulator of a new key.</param>
internal sealed class PartialTable<TKey, TAccumulator>(Func<TAccumulator> zero)
{
    private PartialEntry<TKey, TAccumulator>[] _slots = new PartialEntry<TKey, TAccumulator>[256]; // widened when an eighth is full
    private int[] _order = new int[32]; // the slots in use, in order of arrival
    private int _count;                 // how many slots are in use
    private int _round = 1;             // raised by every emptying; 0 marks a slot never used
    private int _handedOn = -1;         // entries handed on while emptying; -1 while adding up

    public int Count => _count;

    /// <summary>Is it handing on what it holds? Until it has, nothing is to be added.</summary>
    public bool IsEmptying => _handedOn >= 0;

    /// <summary>The accumulator of a key if it is in the first slot that it may be in, where nearly all are; else a null
    /// reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TAccumulator FindFirst(TKey key, uint hash)
    {
        var slots = _slots;
        ref var entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), hash & ((uint)slots.Length - 1));
        if (entry.Hash == hash && entry.Round == _round && KeyEquality.Equal(entry.Key, key)) return ref entry.Accumulator;
        return ref Unsafe.NullRef<TAccumulator>();
    }

    /// <summary>The accumulator of a key, wherever it is; a new key gets one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ref TAccumulator FindOrInsert(TKey key, uint hash)
    {
        var slots = _slots;
        ref var first = ref MemoryMarshal.GetArrayDataReference(slots);
        var mask = (uint)slots.Length - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            ref var entry = ref Unsafe.Add(ref first, slot);
            if (entry.Round != _round) return ref Insert(key, hash);
            if (entry.Hash == hash && KeyEquality.Equal(entry.Key, key)) return ref entry.Accumulator;
        }
    }

    /// <summary>Begins to hand on what it holds; false when that is nothing.</summary>
    public bool BeginEmptying()
    {
        if (_count == 0) return false;
        _handedOn = 0;
        return true;
    }

    /// <summary>Hands on some of what it holds, in the order of arrival; with the last of it the table is empty.</summary>
    public void HandOn(OutputPort<KeyedTuple<TKey, TAccumulator>> output, int most)
    {
        var end = Math.Min(_count, _handedOn + most);
        for (; _handedOn < end; _handedOn++)
        {
            ref readonly var entry = ref _slots[_order[_handedOn]];
            output.Buffer.Add(new KeyedTuple<TKey, TAccumulator>(entry.Key, entry.Hash, entry.Accumulator));
        }
        if (_handedOn == _count) Clear();
        output.Deliver();
    }

    private ref TAccumulator Insert(TKey key, uint hash)
    {
        var accumulator = zero();
        if (_count == _order.Length) Widen();
        var slot = FreeSlot(hash);
        _order[_count++] = slot;
        _slots[slot] = new PartialEntry<TKey, TAccumulator> { Key = key, Hash = hash, Accumulator = accumulator, Round = _round };
        return ref _slots[slot].Accumulator;
    }

    private void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<PartialEntry<TKey, TAccumulator>>())
        {
            for (var i = 0; i < _count; i++) _slots[_order[i]] = default; // so that nothing is kept alive
        }
        _count = 0;
        _handedOn = -1;
        _round++;
    }

    private void Widen()
    {
        var old = _slots;
        _slots = new PartialEntry<TKey, TAccumulator>[old.Length * 2];
        Array.Resize(ref _order, _order.Length * 2);
        for (var i = 0; i < _count; i++)
        {
            ref readonly var entry = ref old[_order[i]];
            var slot = FreeSlot(entry.Hash);
            _slots[slot] = entry;
            _order[i] = slot;
        }
    }

    private int FreeSlot(uint hash)
    {
        var mask = (uint)_slots.Length - 1;
        var slot = hash & mask;
        while (_slots[slot].Round == _round) slot = (slot + 1) & mask;
        return (int)slot;
    }
}
