namespace LambdaSpeed.State;

/// <summary>A walk over the tables of a section as of one pinned epoch, beside their owners.</summary>
internal sealed class TableScan<TKey, TValue>(
    IReadOnlyList<VersionedTable<TKey, TValue>> tables, SectionCodec<TKey, TValue> codec, EpochId epoch) : StateScan
{
    private int _table;                                // the table that is being walked
    private int _slot;                                 // its next slot
    private TableEntry<TKey, TValue>[]? _entries;      // its slots when the walk came to it; null before

    public override bool WriteSome(ChangeWriter writer, int bytes)
    {
        var end = writer.Length + bytes;
        for (; _table < tables.Count; _table++, _slot = 0, _entries = null)
        {
            _entries ??= tables[_table].Entries; // a table that grows leaves these behind, readable as of the epoch
            for (; _slot < _entries.Length; _slot++)
            {
                if (writer.Length >= end) return true;
                WriteSlot(writer, tables[_table], ref _entries[_slot]);
            }
        }
        return false;
    }

    private void WriteSlot(ChangeWriter writer, VersionedTable<TKey, TValue> table, ref TableEntry<TKey, TValue> entry)
    {
        if (Volatile.Read(ref entry.Hash) == 0) return;
        if (!TableReader.TryReadAsOf(table, ref entry, epoch.Number, out var value, out _)) return;
        writer.Put(codec.Key, entry.Key, codec.Value, value); // pinned: the slot of a key that is there is not given to another one
    }
}
