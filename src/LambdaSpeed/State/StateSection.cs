using System.Diagnostics;
using LambdaSpeed.Codecs;
using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>One named part of a run's state: a table for each task.</summary>
[DebuggerDisplay("{Name}, {Tables.Count} tables")]
internal sealed class StateSection<TKey, TValue>(
    string name, IReadOnlyList<VersionedTable<TKey, TValue>> tables, SectionCodec<TKey, TValue>? codec, int keyGroups) : IStateSection
    where TKey : notnull
{
    public string Name => name;

    public string? Schema => codec?.Schema;

    /// <summary>The tables, by task.</summary>
    public IReadOnlyList<VersionedTable<TKey, TValue>> Tables => tables;

    private SectionCodec<TKey, TValue> Codec =>
        codec ?? throw new InvariantViolationException($"section '{name}' has no codec and cannot be stored");

    public void WriteChanges(EpochId epoch, ChangeWriter writer)
    {
        var write = Codec;
        foreach (var table in tables)
        {
            if (table.FindUndo(epoch) is not { } changed) continue;
            foreach (ref readonly var record in changed.Records)
            {
                if (TableReader.TryReadAsOf(table, record.Key, record.Hash, epoch.Number, out var value))
                {
                    writer.Put(write.Key, record.Key, write.Value, value);
                    continue;
                }
                if (record.Stamp < 0) continue; // it was not there before either: came and went within the epoch
                var isKept = TableReader.Find(table.Entries, record.Key, record.Hash, out _) >= 0;
                Invariant.Require(isKept, $"'{name}': a key that {epoch} changed is not in its table");
                writer.Remove(write.Key, record.Key);
            }
        }
    }

    public StateScan Scan(EpochId epoch) => new TableScan<TKey, TValue>(tables, Codec, epoch);

    public void Load(ReadOnlySpan<byte> entries)
    {
        var read = Codec;
        var reader = new ChangeReader(entries);
        while (reader.Read())
        {
            var exists = read.TryRead(reader, out var key, out var value);
            var task = KeyGroups.TaskOf(KeyGroups.GroupOf(read.OwnerHash(key), keyGroups), keyGroups, tables.Count);
            if (exists) tables[task].Restore(key, read.EntryHash(key), value!);
            else tables[task].Forget(key, read.EntryHash(key));
        }
    }

    public void TakeOver(IStateSection predecessor, EpochId epoch)
    {
        Invariant.Require(predecessor is StateSection<TKey, TValue>, $"section '{name}' was of another type before");
        var former = (StateSection<TKey, TValue>)predecessor;
        Invariant.Require(former.Tables.Count == tables.Count, $"section '{name}' had {former.Tables.Count} tables, has {tables.Count}");
        for (var task = 0; task < tables.Count; task++) tables[task].RestoreFrom(former.Tables[task], epoch);
    }
}
