namespace LambdaSpeed.State;

/// <summary>A walk over all keys of a section beside the owners of its tables: each key as of some epoch that was published during the
/// walk.</summary>
/// <remarks>
/// <para>It holds an epoch for one step at a time, since what is held must be kept whatever changes: in a table that changes as a whole in
/// each epoch, once more its size with each epoch of a walk.</para>
/// <para>A table that is rebuilt leaves its slots behind in the middle of an epoch, with keys that may have come and gone within it. They
/// can be read as of earlier epochs only, so the walk over that table begins again: twice at most, then one epoch is held until its
/// end.</para>
/// </remarks>
internal sealed class TableScan<TKey, TValue>(
    IReadOnlyList<VersionedTable<TKey, TValue>> tables, SectionCodec<TKey, TValue> codec, MovingPin pin) : StateScan
{
    private const int MostBeginnings = 3;

    private int _table;                                // the table that is being walked
    private int _beginnings;                           // how often its walk has begun
    private int _slot;                                 // its next slot
    private TableEntry<TKey, TValue>[] _entries = [];  // its slots when the walk over it began

    public override bool WriteSome(ChangeWriter writer, int bytes)
    {
        if (_beginnings < MostBeginnings) pin.Move();
        var end = writer.Length + bytes;
        for (; _table < tables.Count; _table++, _beginnings = 0)
        {
            Settle(tables[_table]);
            for (; _slot < _entries.Length; _slot++)
            {
                if (writer.Length >= end) return true;
                WriteSlot(writer, tables[_table], ref _entries[_slot]);
            }
        }
        return false;
    }

    /// <summary>Sees to it that the slots can be read as of the epoch that is held: those that are in use now, and from now on as of this
    /// epoch also when others take their place.</summary>
    private void Settle(VersionedTable<TKey, TValue> table)
    {
        var entries = table.Entries;
        if (_beginnings == MostBeginnings || (_beginnings > 0 && entries == _entries)) return;
        (_entries, _slot) = (entries, 0);
        _beginnings++;
    }

    private void WriteSlot(ChangeWriter writer, VersionedTable<TKey, TValue> table, ref TableEntry<TKey, TValue> entry)
    {
        if (Volatile.Read(ref entry.Hash) == 0) return;
        if (!TableReader.TryReadAsOf(table, ref entry, pin.Epoch.Number, out var value, out _)) return;
        codec.Write(writer, entry.Key, value); // pinned: the slot of a key that is there is not given to another one
    }
}
