using System.Buffers;
using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>Writes what a sealed epoch changed in a table, while its owner goes on with the next epoch.</summary>
/// <remarks>
/// The keys are in the epoch's undo segment. Their values are where they are cheapest to read: those that the owner has changed again since
/// lie in the next epoch's undo segment, one after the other; only the others are looked up in the table, where the owner is not at work
/// on them. So the two threads hardly ever share a cache line, and what is read at random is read many at a time.
/// </remarks>
internal static class EpochChanges
{
    private const int Batch = 32; // lookups whose cache misses overlap

    /// <summary>Writes every changed key with its value as of the epoch. By whoever commits.</summary>
    public static void Write<TKey, TValue>(
        VersionedTable<TKey, TValue> table, EpochId epoch, SectionCodec<TKey, TValue> codec, ChangeWriter writer)
    {
        if (table.FindUndo(epoch) is not { Count: > 0 } changed) return;

        var words = (changed.Count + 63) / 64;
        var written = ArrayPool<ulong>.Shared.Rent(words); // a bit for each record of the epoch
        var marks = written.AsSpan(0, words);
        marks.Clear();
        if (table.FindUndo(epoch.Next) is { } newer) WriteChangedAgain(newer.Records, epoch.Number, marks, codec, writer);
        WriteRest(table, changed.Records, epoch.Number, marks, codec, writer);
        ArrayPool<ulong>.Shared.Return(written);
    }

    private static void WriteChangedAgain<TKey, TValue>(
        ReadOnlySpan<UndoRecord<TKey, TValue>> records, long epoch, Span<ulong> marks, SectionCodec<TKey, TValue> codec, ChangeWriter writer)
    {
        foreach (ref readonly var record in records)
        {
            if (record.Stamp == VersionStamp.Absent || VersionStamp.EpochOf(record.Stamp) != epoch) continue;
            marks[record.Undo >> 6] |= 1UL << (record.Undo & 63); // the entry's record in the epoch's own segment
            codec.Write(writer, record.Key, record.Value);
        }
    }

    private static void WriteRest<TKey, TValue>(
        VersionedTable<TKey, TValue> table, ReadOnlySpan<UndoRecord<TKey, TValue>> records, long epoch, ReadOnlySpan<ulong> marks,
        SectionCodec<TKey, TValue> codec, ChangeWriter writer)
    {
        Span<int> batch = stackalloc int[Batch];
        for (var next = 0; next < records.Length;)
        {
            var entries = table.Entries;
            var mask = (uint)entries.Length - 1;
            var count = 0;
            var touched = 0u;
            for (; next < records.Length && count < Batch; next++)
            {
                if ((marks[next >> 6] & (1UL << (next & 63))) != 0) continue;
                batch[count++] = next;
                touched |= entries[records[next].Hash & mask].Hash; // loads that do not wait for each other
            }
            Invariant.Require(count == 0 || touched != 0, $"keys that epoch {epoch} changed are not in their table");
            foreach (var index in batch[..count])
            {
                ref readonly var record = ref records[index];
                var exists = TableReader.TryReadAsOf(table, record.Key, record.Hash, epoch, out var value);
                Invariant.Require(exists, $"a key that epoch {epoch} changed is not in its table");
                codec.Write(writer, record.Key, value);
            }
        }
    }
}
