using System.Diagnostics;
using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>One named part of a run's state: a table for each task.</summary>
/// <param name="name">Its identity in checkpoints.</param>
/// <param name="tables">The tables, by task.</param>
/// <param name="codec">Stores the entries; null when it cannot be stored.</param>
/// <param name="keyGroups">The number of groups by which keys belong to tasks.</param>
[DebuggerDisplay("{Name}, {Tables.Count} tables")]
internal sealed class StateSection<TKey, TValue>(
    string name, IReadOnlyList<VersionedTable<TKey, TValue>> tables, SectionCodec<TKey, TValue>? codec, int keyGroups) : IKeyedSection
    where TKey : notnull
{
    private readonly List<ResidentKeys<TKey, TValue>> _resident = []; // of the tables that can do with a part of their keys
    private EntryLoader<TKey, TValue>? _loader; // once something was loaded
    private bool _hasReaders; // is it read beside its owners? Set while components are made

    public string Name => name;

    public string? Schema => codec?.Schema;

    /// <summary>The tables, by task.</summary>
    public IReadOnlyList<VersionedTable<TKey, TValue>> Tables => tables;

    public int PartialTables => _resident.Count;

    public bool IsCounted => Stored is not null;

    /// <summary>The keys that are not in memory, for those who read beside the owners; null when all are in memory, or none is read
    /// so.</summary>
    public StoredSection<TKey, TValue>? Stored { get; private set; }

    private SectionCodec<TKey, TValue> Codec =>
        codec ?? throw new InvariantViolationException($"section '{name}' has no codec and cannot be stored");

    public IReadOnlyList<StateScan> Changes(EpochId epoch) =>
    [
        .. tables.Select(table => (Table: table, Changed: table.FindUndo(epoch))).Where(part => part.Changed is { Count: > 0 })
            .Select(part => new ChangeScan<TKey, TValue>(part.Table, part.Changed!, Codec, epoch)),
    ];

    public StateScan Scan(MovingPin pin) => new TableScan<TKey, TValue>(tables, Codec, pin);

    public void Load(ReadOnlySpan<byte> entries) =>
        (_loader ??= new EntryLoader<TKey, TValue>(tables, Codec, keyGroups)).Load(entries);

    /// <summary>Has a table hold a part of its keys, once the store turns out to be one that reads keys. When its component is made or
    /// opened.</summary>
    /// <param name="task">The task.</param>
    /// <param name="hasReaders">Do others than the task read it? Then no key may ever be removed.</param>
    public IResidentKeys<TKey> HoldPart(int task, bool hasReaders = false)
    {
        _hasReaders |= hasReaders;
        var resident = new ResidentKeys<TKey, TValue>(name, tables[task], Codec);
        _resident.Add(resident);
        return resident;
    }

    public void ReadFrom(StoredKeys stored, int sharers)
    {
        if (_hasReaders) Stored = new(name, Codec, stored);
        foreach (var resident in _resident) resident.ReadFrom(stored, sharers);
    }

    public long CountAsOf(EpochId epoch) => tables.Sum(table => table.KeysAsOf(epoch));

    public void BeginWith(long count)
    {
        var elsewhere = count - tables.Sum(table => (long)table.Count);
        for (var task = 0; task < tables.Count; task++) tables[task].BeginWith(task == 0 ? elsewhere : 0);
    }

    public void TakeOver(IStateSection predecessor, EpochId epoch)
    {
        Invariant.Require(predecessor is StateSection<TKey, TValue>, $"section '{name}' was of another type before");
        var former = (StateSection<TKey, TValue>)predecessor;
        Invariant.Require(former.Tables.Count == tables.Count, $"section '{name}' had {former.Tables.Count} tables, has {tables.Count}");
        for (var task = 0; task < tables.Count; task++)
        {
            if (former.Tables[task] == tables[task]) continue; // a slice that has ended is the same in every attempt
            tables[task].RestoreFrom(former.Tables[task], epoch);
        }
        if (IsCounted) BeginWith(former.CountAsOf(epoch));
    }
}
