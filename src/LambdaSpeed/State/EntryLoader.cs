using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs;

namespace LambdaSpeed.State;

/// <summary>Puts stored entries into the tables of the tasks that own them, many at a time, so that the cache misses of their slots
/// overlap.</summary>
/// <remarks>Runs once, at the start of a process, and takes most of a large start's time: the methods that see each entry are compiled with
/// all optimisations at once, for they would be done before they are warm.</remarks>
internal sealed class EntryLoader<TKey, TValue>(
    IReadOnlyList<VersionedTable<TKey, TValue>> tables, SectionCodec<TKey, TValue> codec, int keyGroups)
    where TKey : notnull
{
    private const int Batch = 64;

    private readonly Entry[] _batch = new Entry[Batch]; // read, not put into their tables yet

    /// <exception cref="CodecException">The entries are malformed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(ReadOnlySpan<byte> entries)
    {
        var reader = new ChangeReader(entries);
        var count = 0;
        while (reader.Read())
        {
            ref var entry = ref _batch[count++];
            entry.Exists = codec.TryRead(reader, out entry.Key, out entry.Value!);
            entry.Hash = codec.EntryHash(entry.Key);
            entry.Task = tables.Count == 1 ? 0 : TaskOf(entry.Key, entry.Hash);
            if (count < Batch) continue;
            PutIntoTables(_batch);
            count = 0;
        }
        PutIntoTables(_batch.AsSpan(0, count));
    }

    private int TaskOf(TKey key, uint hash)
    {
        var owner = codec.Parts is null ? hash : codec.OwnerHash(key);
        return KeyGroups.TaskOf(KeyGroups.GroupOf(owner, keyGroups), keyGroups, tables.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PutIntoTables(Span<Entry> batch)
    {
        var touched = 0u;
        foreach (ref var entry in batch)
        {
            var slots = tables[entry.Task].Entries;
            touched |= slots[entry.Hash & ((uint)slots.Length - 1)].Hash; // loads that do not wait for each other
        }
        GC.KeepAlive(touched == 0 ? null : this); // so that the loads are not optimised away
        foreach (ref var entry in batch)
        {
            if (entry.Exists) tables[entry.Task].Restore(entry.Key, entry.Hash, entry.Value);
            else tables[entry.Task].Forget(entry.Key, entry.Hash);
        }
        if (RuntimeHelpers.IsReferenceOrContainsReferences<Entry>()) batch.Clear();
    }

    private struct Entry
    {
        public TKey Key;
        public TValue Value; // undefined for a removal
        public uint Hash;
        public int Task;     // who owns the key
        public bool Exists;  // false for a removal
    }
}
