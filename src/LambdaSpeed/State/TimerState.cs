using LambdaSpeed.Streams;

namespace LambdaSpeed.State;

/// <summary>The timers of one name: an entry in the versioned table for each that is set, and a heap over them in memory.</summary>
/// <remarks>What the call at hand sets and clears takes effect when it returns. A key's one timer is the part 0 of the key; of a set of
/// timers each is the part of its own time.</remarks>
internal sealed class TimerState<TKey> : IKeyedTimer, IKeyedTimers, IStateCell<TKey>, IDueCell<TKey>
    where TKey : notnull
{
    private const long Cleared = 0; // in the place of a time

    private readonly VersionedTable<EntryKey<TKey, long>, long> _table; // (key, part) -> when it is due
    private readonly EntryKeyCodec<TKey, long> _codec;
    private readonly Lifetime _lifetime;
    private readonly DueQueue<TKey> _queue;
    private readonly List<(long Part, long Time)> _changes = []; // of the call at hand, in order
    private TKey _key = default!; // the key of the call at hand
    private uint _hash;           // its hash

    public TimerState(
        string name, VersionedTable<EntryKey<TKey, long>, long> table, EntryKeyCodec<TKey, long> codec, Lifetime lifetime)
    {
        Name = name;
        _table = table;
        _codec = codec;
        _lifetime = lifetime;
        _queue = new(due => TimeOf(due.Key, due.Hash, due.Part) == due.Time);
    }

    public string Name { get; }

    public TimeSpan? SweepInterval => null;

    /// <summary>How many times the heap holds.</summary>
    internal int InHeap => _queue.Count;

    public long EarliestDue => _queue.Earliest;

    public long LatestDue => _queue.Latest;

    public DateTimeOffset? Due => TimeOf(0) is var time and not Cleared ? new DateTimeOffset(time, TimeSpan.Zero) : null;

    public void Set(DateTimeOffset due) => Change(0, Checked(due));

    public void Clear() => Change(0, Cleared);

    public bool Add(DateTimeOffset due) => Change(Checked(due), due.UtcTicks) == Cleared;

    public bool Remove(DateTimeOffset due) => Change(Checked(due), Cleared) != Cleared;

    public bool Contains(DateTimeOffset due) => TimeOf(due.UtcTicks) != Cleared;

    /// <summary>Finds out what waits, once the table is filled.</summary>
    public void Index()
    {
        _queue.Clear();
        foreach (ref readonly var entry in _table.Entries.AsSpan())
        {
            if (entry.Hash != 0 && entry.Stamp >= 0)
            {
                _queue.Add(new(entry.Key.Key, _codec.OwnerHash(entry.Key), entry.Value, entry.Key.Part));
            }
        }
    }

    public bool TryPeek(long until, out Due<TKey> due) => _queue.TryPeek(until, out due);

    public void Take(in Due<TKey> due) => Change(due.Part, Cleared);

    public void Begin(TKey key, uint hash)
    {
        _key = key;
        _hash = hash;
    }

    public void Commit()
    {
        if (_changes.Count == 0) return;
        foreach (var (part, time) in _changes) Apply(part, time);
        _changes.Clear();
        if (_queue.IsStale(_table.Count)) Index();
    }

    public void Rollback() => _changes.Clear();

    public void Seal(EpochId next, EpochId oldestNeeded) => _table.Seal(next, oldestNeeded);

    public bool Sweep() => false;

    /// <summary>Notes a change; answers what was there before.</summary>
    private long Change(long part, long time)
    {
        var former = TimeOf(part);
        if (former != time) _changes.Add((part, time));
        return former;
    }

    private void Apply(long part, long time)
    {
        var entry = new EntryKey<TKey, long>(_key, part);
        var hash = _codec.EntryHash(_hash, part);
        if (time == Cleared)
        {
            _table.Remove(entry, hash);
            return;
        }
        _table.Set(entry, hash, time);
        _queue.Add(new(_key, _hash, time, part));
    }

    /// <summary>When a timer of the call's key is due, as the call has left it.</summary>
    private long TimeOf(long part)
    {
        _lifetime.RequireCall();
        for (var i = _changes.Count - 1; i >= 0; i--)
        {
            if (_changes[i].Part == part) return _changes[i].Time;
        }
        return TimeOf(_key, _hash, part);
    }

    private long TimeOf(TKey key, uint hash, long part) =>
        TableReader.TryReadLatest(_table, new(key, part), _codec.EntryHash(hash, part), out var time, out _) ? time : Cleared;

    private long Checked(DateTimeOffset due) => due.UtcTicks > Watermark.None ? due.UtcTicks : throw new ArgumentOutOfRangeException(
        nameof(due), due, $"Timer '{_lifetime.Name}' is set to the default of DateTimeOffset. Set it to a time.");
}
