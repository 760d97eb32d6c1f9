namespace LambdaSpeed.Latency.Running;

/// <summary>Counts by key that any thread can read while one writes: each count is published with a volatile write.</summary>
/// <remarks>The room is given; growing would need more care for readers, and no contender shall pay for it.</remarks>
public sealed class VisibleCounts
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly Entry[] _entries = new Entry[1 << 18];

    public void Increment(long key)
    {
        ref var entry = ref _entries[Find(key)];
        if (entry.Count == 0) entry.Key = key;
        Volatile.Write(ref entry.Count, entry.Count + 1); // publishes the key as well
    }

    public long Read(long key) => Volatile.Read(ref _entries[Find(key)].Count);

    public IEnumerable<KeyValuePair<long, long>> All()
    {
        foreach (var entry in _entries)
        {
            if (entry.Count > 0) yield return new KeyValuePair<long, long>(entry.Key, entry.Count);
        }
    }

    private int Find(long key)
    {
        var mask = _entries.Length - 1;
        var i = (int)((ulong)key * Golden >> (64 - 18));
        while (Volatile.Read(ref _entries[i].Count) > 0 && _entries[i].Key != key) i = (i + 1) & mask;
        return i;
    }

    private struct Entry
    {
        public long Key;
        public long Count; // 0: the entry is free
    }
}
