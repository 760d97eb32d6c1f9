using System.Numerics;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Yardsticks;

/// <summary>Sums by 64-bit key in one open-addressing array with linear probing: about the least a keyed update can cost.</summary>
/// <remarks>One writer and no readers beside it. Never more than half full.</remarks>
public sealed class LongTable
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private Entry[] _entries; // length is a power of two; key 0 marks a free entry
    private int _shift;
    private int _used;        // entries with a key other than 0
    private bool _hasZero;    // whether the key 0, which cannot stand in the array, was met
    private long _zero;       // the sum of the key 0

    public LongTable(int capacity = 1024)
    {
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 16));
        _entries = new Entry[length];
        _shift = 64 - BitOperations.Log2((uint)length);
    }

    public int Count => _used + (_hasZero ? 1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long key, long amount)
    {
        var entries = _entries;
        for (var i = (int)((ulong)key * Golden >> _shift); (uint)i < (uint)entries.Length; i = (i + 1) & (entries.Length - 1))
        {
            ref var entry = ref entries[i];
            if (entry.Key == key && key != 0)
            {
                entry.Sum += amount;
                return;
            }

            if (entry.Key == 0) break;
        }

        AddNew(key, amount);
    }

    /// <summary>Adds all sums of another table to this one.</summary>
    public void Merge(LongTable other)
    {
        ArgumentNullException.ThrowIfNull(other);

        if (other._hasZero) Add(0, other._zero);
        foreach (ref var entry in other._entries.AsSpan())
        {
            if (entry.Key != 0) Add(entry.Key, entry.Sum);
        }
    }

    public IEnumerable<KeyValuePair<long, long>> Entries()
    {
        if (_hasZero) yield return new KeyValuePair<long, long>(0, _zero);
        foreach (var entry in _entries)
        {
            if (entry.Key != 0) yield return new KeyValuePair<long, long>(entry.Key, entry.Sum);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddNew(long key, long amount)
    {
        if (key == 0)
        {
            _hasZero = true;
            _zero += amount;
            return;
        }

        if (_used * 2 >= _entries.Length) Grow();
        Place(key, amount);
        _used++;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        foreach (var entry in old)
        {
            if (entry.Key != 0) Place(entry.Key, entry.Sum);
        }
    }

    private void Place(long key, long amount)
    {
        var i = (int)((ulong)key * Golden >> _shift);
        while (_entries[i].Key != 0) i = (i + 1) & (_entries.Length - 1);
        _entries[i] = new Entry { Key = key, Sum = amount };
    }

    private struct Entry
    {
        public long Key;
        public long Sum;
    }
}
