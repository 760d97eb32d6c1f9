using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.State;

/// <summary>Brings keys of a table into memory before the calls that use them, and lets go of those that were not used for long.</summary>
/// <remarks>
/// <para>The keys of the tuples at hand are known before their turn, so they are asked for together, and a call finds its key in the table
/// whatever the store: neither the table's own ways nor the user's code know of it.</para>
/// <para>Room is made by a clock's hand that goes round the table: of each group of slots those go that were not used longest (an
/// approximation of "least recently used", in epochs, after that of Redis). Only what is committed and the same for all readers may go, so
/// an epoch that has changed much is to end.</para>
/// </remarks>
/// <param name="section">The section, for the store.</param>
/// <param name="table">The table.</param>
/// <param name="codec">Writes keys, reads values.</param>
[DebuggerDisplay("{section}, {table.Resident} of at most {_most}")]
internal sealed class ResidentKeys<TKey, TValue>(string section, VersionedTable<TKey, TValue> table, SectionCodec<TKey, TValue> codec)
    : IResidentKeys<TKey>
    where TKey : notnull
{
    private const double SlotsOfAKey = 3.2;     // at most, in a table that has grown to its size
    private const int LargestPart = 1 << 16;    // bytes of keys that are kept for the next time
    private const int GroupsForAKey = 2;        // looked at for each key that comes, while there are too many
    private const int PartsOfMemory = 8;        // of which what an epoch has changed may take one; the epoch before it may be there too
    private const int MeasuredRooms = 16;       // of so many times that room is made, a changed entry is measured once
    private const int Remembered = 64;          // entries over which their size is averaged

    private readonly List<(TKey Key, uint Hash)> _wanted = [];
    private readonly List<ReadOnlyMemory<byte>> _keys = []; // of the wanted ones, as bytes
    private readonly List<int> _ends = [];                  // where those end
    private ArrayBufferWriter<byte> _bytes = new();         // those bytes; then an entry that is measured
    private bool[] _found = new bool[64];                   // which of the wanted ones the store has
    private KeyedValueHandler? _take;         // made once
    private Action<TKey, TValue>? _measure;   // made once
    private StoredKeys? _stored;        // null when all is in memory; set before the tasks run
    private int _sharers;               // tables that share its memory
    private double _objectBytes;        // of what an entry refers to, on an average; learnt
    private int _measured;              // entries of which that was learnt; no more than are remembered
    private int _rooms;                 // how often room was made since then
    private long _most = long.MaxValue; // keys that may be in memory
    private int _hand;                  // the slot to be looked at next

    /// <summary>Do entries refer to something? Known when it is compiled.</summary>
    private static bool HasObjects => RuntimeHelpers.IsReferenceOrContainsReferences<TableEntry<TKey, TValue>>();

    public bool IsPartial => _stored is not null;

    /// <inheritdoc cref="IKeyedSection.ReadFrom"/>
    public void ReadFrom(StoredKeys stored, int sharers) => (_stored, _sharers) = (stored, sharers);

    public void MakeRoom(int calls)
    {
        var measures = HasObjects && (_measured < Remembered || (++_rooms & (MeasuredRooms - 1)) == 0);
        if (measures && table.TryFindChanged(out var key, out var value)) Measure(key, value);
        _most = MostKeys();
        if (table.NewestUndo is var changed && changed.Count * PartsOfMemory >= _most) _stored!.Full(new(changed.Epoch));
        for (var groups = calls * GroupsForAKey; groups > 0 && table.Resident + calls > _most; groups--)
        {
            table.EvictSome(ref _hand, _measure ??= Measure);
        }
    }

    public void Want(TKey key, uint hash)
    {
        if (!table.TryUse(key, hash)) _wanted.Add((key, hash));
    }

    public void Fetch()
    {
        if (_wanted.Count == 0) return;
        try
        {
            WriteKeys();
            if (_found.Length < _wanted.Count) _found = new bool[Math.Max(_wanted.Count, 2 * _found.Length)];
            _found.AsSpan(0, _wanted.Count).Clear();
            _stored!.Read(section, _keys, _take ??= Take);
            for (var i = 0; i < _wanted.Count; i++)
            {
                var (key, hash) = _wanted[i];
                if (!_found[i] && !table.TryUse(key, hash)) table.NoteAbsent(key, hash);
            }
        }
        finally
        {
            _wanted.Clear();
        }
    }

    private void Take(int index, ReadOnlySpan<byte> bytes)
    {
        _found[index] = true;
        var (key, hash) = _wanted[index];
        if (HasObjects) Learn(_keys[index].Length + bytes.Length);
        if (table.TryUse(key, hash)) return; // wanted twice
        table.BringIn(key, hash, codec.ReadValue(bytes));
    }

    private void WriteKeys()
    {
        if (_bytes.Capacity > LargestPart) _bytes = new();
        _bytes.ResetWrittenCount();
        _keys.Clear();
        _ends.Clear();
        foreach (var (key, _) in _wanted)
        {
            codec.Key.Write(_bytes, key);
            _ends.Add(_bytes.WrittenCount);
        }
        var begin = 0;
        foreach (var end in _ends)
        {
            _keys.Add(_bytes.WrittenMemory[begin..end]);
            begin = end;
        }
    }

    private long MostKeys()
    {
        var entry = (SlotsOfAKey * Unsafe.SizeOf<TableEntry<TKey, TValue>>()) + _objectBytes;
        return Math.Max(1, (long)(_stored!.ResidentBytes() / _sharers / entry));
    }

    private void Measure(TKey key, TValue value)
    {
        if (!HasObjects) return;
        _bytes.ResetWrittenCount();
        codec.Key.Write(_bytes, key);
        codec.Value.Write(_bytes, value);
        Learn(_bytes.WrittenCount);
    }

    /// <summary>Learns from the bytes of an entry how large the objects are that entries refer to: twice that, as for text, and their
    /// heads; and as much again for those that have left and the collector has not taken yet.</summary>
    private void Learn(int bytes)
    {
        if (_measured < Remembered) _measured++;
        _objectBytes += ((2 * ((2d * bytes) + 48)) - _objectBytes) / _measured;
    }
}
