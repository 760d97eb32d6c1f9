namespace LambdaSpeed.Aggregation;

/// <summary>The hash table behind <see cref="Distinct{TItem}"/> values: append-only, and shared by values that are prefixes of
/// it.</summary>
/// <remarks>A chain runs from newer to older items, so whoever sees a shorter prefix skips the newer ones and finds its own chain
/// intact. An item is complete before the bucket that leads to it is written, so another thread may look up while one appends.</remarks>
internal sealed class DistinctEntries<TItem> : PrefixClaim
{
    private readonly int[] _buckets; // 1 + index of the newest item of the chain; 0 is none; length is a power of two
    private readonly Entry[] _entries;


    public DistinctEntries(int capacity, int claimed) : base(claimed)
    {
        _buckets = new int[capacity];
        _entries = new Entry[capacity];
    }

    public DistinctEntries(int capacity, DistinctEntries<TItem> source, int count, int claimed) : this(capacity, claimed)
    {
        for (var i = 0; i < count; i++) Write(i, source._entries[i].Item, source._entries[i].Hash);
    }

    public int Capacity => _entries.Length;

    public static int HashOf(TItem item) => item is null ? 0 : item.GetHashCode() * -1640531527; // spreads dense integers upwards too

    public TItem this[int index] => _entries[index].Item;

    /// <summary>The index of an item within the first <paramref name="count"/>; -1 when it is not among them.</summary>
    public int Find(TItem item, int hash, int count)
    {
        var next = Volatile.Read(ref _buckets[BucketOf(hash)]);
        while (next != 0)
        {
            ref var entry = ref _entries[next - 1];
            if (next <= count && entry.Hash == hash && EqualityComparer<TItem>.Default.Equals(entry.Item, item)) return next - 1;
            next = entry.Next;
        }

        return -1;
    }

    /// <summary>Writes a claimed place.</summary>
    public void Write(int index, TItem item, int hash)
    {
        ref var bucket = ref _buckets[BucketOf(hash)];
        _entries[index] = new Entry { Item = item, Hash = hash, Next = bucket };
        Volatile.Write(ref bucket, index + 1);
    }

    private int BucketOf(int hash) => (int)((uint)hash >> 7) & (_buckets.Length - 1);

    private struct Entry
    {
        public TItem Item;
        public int Hash;
        public int Next; // 1 + index of the next older item of the chain; 0 ends it
    }
}
