namespace LambdaSpeed.State;

/// <summary>What the entries changed in one epoch held before it; at the same time the list of keys changed in that epoch.</summary>
/// <remarks>Written by the table's owner alone; read by others only while the epoch before it may be read.</remarks>
internal sealed class UndoSegment<TKey, TValue>
{
    private const int ClearedAtOnce = 4096;

    private UndoRecord<TKey, TValue>[] _records = new UndoRecord<TKey, TValue>[64]; // replaced by a wider one when full
    private int _stale;                        // records that may refer to something; those behind the count are of former epochs
    private int _count;                        // records in use; written with release, so that readers see whole records
    private UndoSegment<TKey, TValue>? _older; // the segment of an earlier epoch, or null

    public long Epoch { get; private set; }

    public int Count => Volatile.Read(ref _count);

    public UndoSegment<TKey, TValue>? Older
    {
        get => Volatile.Read(ref _older);
        set => Volatile.Write(ref _older, value);
    }

    public ReadOnlySpan<UndoRecord<TKey, TValue>> Records
    {
        get
        {
            var count = Count;
            return Volatile.Read(ref _records).AsSpan(0, count);
        }
    }

    /// <summary>Copies a record; false when there is none at the index (the segment has been reused meanwhile).</summary>
    public bool TryRead(int index, out UndoRecord<TKey, TValue> record)
    {
        var records = Volatile.Read(ref _records);
        if ((uint)index >= (uint)records.Length)
        {
            record = default;
            return false;
        }
        record = records[index];
        return true;
    }

    /// <summary>Adds a record and returns its index.</summary>
    public int Add(in UndoRecord<TKey, TValue> record)
    {
        var index = _count;
        if (index == _records.Length)
        {
            var wider = new UndoRecord<TKey, TValue>[index * 2];
            _records.AsSpan().CopyTo(wider);
            Volatile.Write(ref _records, wider);
        }
        _records[index] = record;
        Volatile.Write(ref _count, index + 1);
        return index;
    }

    /// <summary>Empties the segment for a new epoch. What its records refer to is let go of when they are written over, or some of them
    /// each
    /// time.</summary>
    public void Reset(long epoch, UndoSegment<TKey, TValue>? older)
    {
        if (System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences<UndoRecord<TKey, TValue>>())
        {
            _stale = Math.Max(_stale, _count);
            var kept = Math.Max(0, _stale - ClearedAtOnce);
            _records.AsSpan(kept, _stale - kept).Clear();
            _stale = kept;
        }
        Volatile.Write(ref _count, 0);
        Epoch = epoch;
        Older = older;
    }
}
