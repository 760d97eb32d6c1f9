using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LambdaSpeed.Codecs;
using LambdaSpeed.State;

namespace LambdaSpeed.BatchViews;

/// <summary>A hash table that does not change any more, and its keys in order for whoever asks. Safe from any thread.</summary>
/// <remarks>Open addressing with linear probing, at most half full: one cache line for most lookups, found or not.</remarks>
internal sealed class FrozenTable<TKey, TAccumulator> : IHashedReads<TKey, TAccumulator>
    where TKey : notnull
{
    private readonly Entry[] _entries; // a power of two
    private readonly KeyEncoding<TKey> _keys;
    private int[]? _order; // the slots in the order of their keys' bytes; made by whoever scans first

    public FrozenTable(KeyEncoding<TKey> keys, IReadOnlyDictionary<TKey, TAccumulator> content)
    {
        _keys = keys;
        Count = content.Count;
        _entries = new Entry[(int)System.Numerics.BitOperations.RoundUpToPowerOf2(Math.Max(4, (uint)content.Count * 2))];
        foreach (var (key, accumulator) in content)
        {
            var hash = KeyHash.Of(key, keys.Codec);
            var slot = hash & (uint)(_entries.Length - 1);
            while (_entries[slot].Hash != 0) slot = (slot + 1) & (uint)(_entries.Length - 1);
            _entries[slot] = new() { Key = key, Accumulator = accumulator, Hash = hash };
        }
    }

    public int Count { get; }

    public bool TryGet(TKey key, out TAccumulator accumulator) => TryGet(key, KeyHash.Of(key, _keys.Codec), out accumulator);

    public bool TryGet(TKey key, uint hash, out TAccumulator accumulator)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(_entries);
        var mask = (uint)_entries.Length - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            ref var entry = ref Unsafe.Add(ref first, slot);
            if (entry.Hash == hash && KeyEquality.Equal(entry.Key, key))
            {
                accumulator = entry.Accumulator;
                return true;
            }
            if (entry.Hash != 0) continue;
            accumulator = default!;
            return false;
        }
    }

    /// <summary>All keys, in no order.</summary>
    public IEnumerable<KeyValuePair<TKey, TAccumulator>> Unordered()
    {
        foreach (var entry in _entries)
        {
            if (entry.Hash != 0) yield return new(entry.Key, entry.Accumulator);
        }
    }

    /// <summary>The keys from one bound to another, in the order of their bytes.</summary>
    public IEnumerable<KeyValuePair<TKey, TAccumulator>> Ordered(byte[] from, byte[]? to)
    {
        var order = _order ??= Order();
        for (var i = FirstNotBefore(order, from); i < order.Length; i++)
        {
            var entry = _entries[order[i]];
            if (to is not null && _keys.Compare(entry.Key, to) >= 0) yield break;
            yield return new(entry.Key, entry.Accumulator);
        }
    }

    private int FirstNotBefore(int[] order, byte[] from)
    {
        var (low, high) = (0, from.Length == 0 ? 0 : order.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_keys.Compare(_entries[order[middle]].Key, from) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private int[] Order()
    {
        var slots = new int[Count];
        var found = 0;
        for (var slot = 0; slot < _entries.Length; slot++)
        {
            if (_entries[slot].Hash != 0) slots[found++] = slot;
        }
        var bytes = Array.ConvertAll(slots, slot => _keys.BytesOf(_entries[slot].Key));
        Array.Sort(bytes, slots, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));
        return slots;
    }

    private struct Entry
    {
        public TKey Key;
        public TAccumulator Accumulator;
        public uint Hash; // 0 for a free slot
    }
}
