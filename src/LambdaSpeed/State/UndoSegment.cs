using System.Runtime.CompilerServices;

namespace LambdaSpeed.State;

/// <summary>What the entries changed in one epoch held before it; at the same time the list of keys changed in that epoch.</summary>
/// <remarks>Written by the table's owner alone; read by others only while the epoch before it may be read. The records lie in chunks, so
/// that an epoch that changes much is nothing to copy and leaves no halves behind.</remarks>
internal sealed class UndoSegment<TKey, TValue>
{
    private const int ChunkBits = 11;
    private const int ChunkRecords = 1 << ChunkBits;
    private const int FirstRecords = 64;       // of the first chunk, which grows until it is as large as the others
    private const int ClearedAtOnce = 4096;
    private const int CalmEpochs = 64;         // after which chunks are given up: a spout that halts for a moment goes on as before

    private UndoRecord<TKey, TValue>[]?[] _chunks = [new UndoRecord<TKey, TValue>[FirstRecords]]; // then nulls; replaced when full
    private UndoRecord<TKey, TValue>[] _chunk; // the one that records are being added to
    private int _whole = 1;                    // chunks that are there
    private int _calm;                         // epochs in a row that did not need a quarter of the chunks
    private int _stale;                        // records that may refer to something; those behind the count are of former epochs
    private int _count;                        // records in use; written with release, so that readers see whole records
    private UndoSegment<TKey, TValue>? _older; // the segment of an earlier epoch, or null

    public UndoSegment() => _chunk = _chunks[0]!;

    public long Epoch { get; private set; }

    public int Count => Volatile.Read(ref _count);

    /// <summary>How many keys there were at the end of the epoch before, wherever they are.</summary>
    public long KeysBefore { get; set; }

    public UndoSegment<TKey, TValue>? Older
    {
        get => Volatile.Read(ref _older);
        set => Volatile.Write(ref _older, value);
    }

    /// <summary>A record that is there.</summary>
    public ref readonly UndoRecord<TKey, TValue> this[int index] =>
        ref Volatile.Read(ref _chunks)[index >> ChunkBits]![index & (ChunkRecords - 1)];

    /// <summary>Some records from an index on, in order; none when there are no more.</summary>
    public ReadOnlySpan<UndoRecord<TKey, TValue>> From(int index)
    {
        var count = Math.Min(Count - index, ChunkRecords - (index & (ChunkRecords - 1)));
        return count <= 0 ? [] : Volatile.Read(ref _chunks)[index >> ChunkBits].AsSpan(index & (ChunkRecords - 1), count);
    }

    /// <summary>Copies a record; false when there is none at the index (the segment has been reused meanwhile).</summary>
    public bool TryRead(int index, out UndoRecord<TKey, TValue> record)
    {
        var chunks = Volatile.Read(ref _chunks);
        var chunk = index >> ChunkBits < chunks.Length ? Volatile.Read(ref chunks[index >> ChunkBits]) : null;
        if (chunk is null || (index & (ChunkRecords - 1)) >= chunk.Length)
        {
            record = default;
            return false;
        }
        record = chunk[index & (ChunkRecords - 1)];
        return true;
    }

    /// <summary>Adds a record and returns its index.</summary>
    public int Add(in UndoRecord<TKey, TValue> record)
    {
        var index = _count;
        var place = index & (ChunkRecords - 1);
        if (place == 0 || place == _chunk.Length) Turn(index);
        _chunk[place] = record;
        Volatile.Write(ref _count, index + 1);
        return index;
    }

    /// <summary>Empties the segment for a new epoch. What its records refer to is let go of when they are written over, or some of them
    /// each time; so are chunks when far fewer are needed by now.</summary>
    public void Reset(long epoch, UndoSegment<TKey, TValue>? older)
    {
        Trim();
        if (RuntimeHelpers.IsReferenceOrContainsReferences<UndoRecord<TKey, TValue>>()) ClearSome();
        Volatile.Write(ref _count, 0);
        Epoch = epoch;
        Older = older;
    }

    /// <summary>Sees to it that there is room for the record at an index at which a chunk begins or ends.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Turn(int index)
    {
        var number = index >> ChunkBits;
        if (number == _chunks.Length)
        {
            var more = new UndoRecord<TKey, TValue>[]?[number * 2];
            _chunks.CopyTo(more, 0);
            Volatile.Write(ref _chunks, more);
        }
        var chunk = _chunks[number];
        if (chunk is null || (index & (ChunkRecords - 1)) == chunk.Length)
        {
            var wider = new UndoRecord<TKey, TValue>[chunk is null ? ChunkRecords : chunk.Length * 2];
            chunk?.CopyTo(wider, 0);
            Volatile.Write(ref _chunks[number], wider);
            _whole = Math.Max(_whole, number + 1);
        }
        _chunk = _chunks[number]!;
    }

    /// <summary>Gives up half of the chunks when not a quarter of them was used for a while.</summary>
    private void Trim()
    {
        if (_whole < 8 || (long)_count * 4 > (long)_whole << ChunkBits) _calm = 0;
        else _calm++;
        if (_calm < CalmEpochs) return;

        _calm = 0;
        var kept = _whole / 2;
        while (_whole > kept) Volatile.Write(ref _chunks[--_whole], null);
        _stale = Math.Min(_stale, kept << ChunkBits);
    }

    private void ClearSome()
    {
        _stale = Math.Max(_stale, _count);
        var kept = Math.Max(0, _stale - ClearedAtOnce);
        for (var number = kept >> ChunkBits; number << ChunkBits < _stale; number++)
        {
            var begin = number << ChunkBits;
            var from = Math.Max(kept - begin, 0);
            _chunks[number].AsSpan(from, Math.Min(_stale - begin, ChunkRecords) - from).Clear();
        }
        _stale = kept;
    }
}
