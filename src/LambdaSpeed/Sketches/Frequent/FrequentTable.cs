using System.Buffers;
using LambdaSpeed.Sketches.Counts;
using LambdaSpeed.Sketches.Items;

namespace LambdaSpeed.Sketches.Frequent;

/// <summary>Items with counters in an open-addressing table with linear probing, which can take the same off all counters and drop
/// those that are used up.</summary>
/// <remarks>Where an item stands is part of the format, and is where the Java library of DataSketches has it.</remarks>
internal sealed class FrequentTable<TItem>
    where TItem : notnull
{
    public const int MinLogSize = 3;

    private const int SampleSize = 1024; // the median of so many counters is good enough

    private readonly ItemFormat<TItem> _format;
    private TItem[] _items = [];   // replaced when the table grows
    private long[] _counts = [];   // by slot
    private int[] _drifts = [];    // by slot: one more than the distance from where its hash says; 0 where empty

    public FrequentTable(ItemFormat<TItem> format, int logSize)
    {
        _format = format;
        SetSize(logSize);
    }

    private FrequentTable(FrequentTable<TItem> original)
    {
        _format = original._format;
        _items = (TItem[])original._items.Clone();
        _counts = (long[])original._counts.Clone();
        _drifts = (int[])original._drifts.Clone();
        Count = original.Count;
        LogSize = original.LogSize;
    }

    public int Count { get; private set; }

    public int LogSize { get; private set; }

    /// <summary>How many items there may be.</summary>
    public int Capacity => CapacityOf(LogSize);

    public int SlotCount => _items.Length;

    public static int CapacityOf(int logSize) => 3 << logSize >> 2;

    public FrequentTable<TItem> Copy() => new(this);

    public bool IsUsed(int slot) => _drifts[slot] > 0;

    /// <summary>How many slots are looked at for the item of a slot.</summary>
    public int ProbesTo(int slot) => _drifts[slot];

    public TItem ItemAt(int slot) => _items[slot];

    public long CountAt(int slot) => _counts[slot];

    public long CountOf(TItem item)
    {
        var slot = Find(item);
        return IsUsed(slot) ? _counts[slot] : 0;
    }

    /// <summary>Adds to an item's counter; returns its slot.</summary>
    public int Add(TItem item, long weight)
    {
        var home = HomeOf(item);
        var slot = Find(item, home);
        if (IsUsed(slot))
        {
            _counts[slot] = Saturating.Sum(_counts[slot], weight);
            return slot;
        }

        _items[slot] = item;
        _counts[slot] = weight;
        _drifts[slot] = ((slot - home) & (_items.Length - 1)) + 1;
        Count++;
        return slot;
    }

    public void Grow()
    {
        var (items, counts, drifts) = (_items, _counts, _drifts);
        SetSize(LogSize + 1);
        Count = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (drifts[i] > 0) Add(items[i], counts[i]);
        }
    }

    /// <summary>Takes the median of the counters off all of them, which drops half or so; returns it.</summary>
    public long Purge()
    {
        var size = Math.Min(SampleSize, Count);
        var sample = ArrayPool<long>.Shared.Rent(size);
        var taken = 0;
        for (var i = 0; taken < size; i++)
        {
            if (IsUsed(i)) sample[taken++] = _counts[i];
        }

        var median = QuickSelect.Of(sample.AsSpan(0, size), size / 2);
        ArrayPool<long>.Shared.Return(sample);
        TakeOff(median);
        return median;
    }

    private int HomeOf(TItem item)
    {
        var hash = _format.Hash(item);
        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCD;
        hash ^= hash >> 33;
        hash *= 0xC4CEB9FE1A85EC53;
        hash ^= hash >> 33;
        return (int)hash & (_items.Length - 1);
    }

    private int Find(TItem item) => Find(item, HomeOf(item));

    private int Find(TItem item, int home)
    {
        var slot = home;
        while (IsUsed(slot) && !EqualityComparer<TItem>.Default.Equals(_items[slot], item)) slot = (slot + 1) & (_items.Length - 1);
        return slot;
    }

    private void SetSize(int logSize)
    {
        LogSize = logSize;
        _items = new TItem[1 << logSize];
        _counts = new long[1 << logSize];
        _drifts = new int[1 << logSize];
    }

    /// <summary>From the end of a cluster to its beginning, so that what moves up has been looked at; the cluster that wraps around the
    /// end of the table comes last.</summary>
    private void TakeOff(long amount)
    {
        var first = _items.Length - 1;
        while (IsUsed(first)) first--;
        for (var i = first - 1; i >= 0; i--) TakeOff(i, amount);
        for (var i = _items.Length - 1; i >= first; i--) TakeOff(i, amount);
    }

    private void TakeOff(int slot, long amount)
    {
        if (!IsUsed(slot)) return;

        _counts[slot] -= amount;
        if (_counts[slot] > 0) return;

        Remove(slot);
        Count--;
    }

    /// <summary>Frees a slot, and moves up what stands behind it and would be nearer to its home there.</summary>
    private void Remove(int slot)
    {
        _drifts[slot] = 0;
        _items[slot] = default!;
        var mask = _items.Length - 1;
        var distance = 1;
        for (var at = (slot + 1) & mask; IsUsed(at); at = (at + 1) & mask, distance++)
        {
            if (_drifts[at] <= distance) continue;

            _items[slot] = _items[at];
            _counts[slot] = _counts[at];
            _drifts[slot] = _drifts[at] - distance;
            _drifts[at] = 0;
            _items[at] = default!;
            slot = at;
            distance = 0;
        }
    }
}
