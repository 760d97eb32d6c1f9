using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>Tuples of each key in the order of their times, each kept until the watermark has come some time past it: one side of a
/// join.</summary>
/// <remarks>
/// <para>An entry in the versioned table for each tuple, so that an epoch writes what it has brought or let go. In memory alone there is,
/// for each key, the list of its times, and a heap of when what is due: both are made anew from the table at each start.</para>
/// <para>Unlike other state it is written at once and cannot be taken back: whoever adds does so behind all that may throw.</para>
/// </remarks>
/// <param name="name">The name it was declared with.</param>
/// <param name="table">The tuples by (key, (time, number)), each with whether it was marked.</param>
/// <param name="firstEpoch">The epoch that is open from the start.</param>
/// <param name="codec">Hashes the entries.</param>
/// <param name="retention">How far the watermark has to come past a tuple's time.</param>
internal sealed class TimedState<TKey, T>(
    string name, VersionedTable<EntryKey<TKey, (long Time, int Number)>, (T Value, bool IsMarked)> table, EpochId firstEpoch,
    EntryKeyCodec<TKey, (long Time, int Number)> codec, long retention) : IStateCell<TKey>, IDueCell<TKey>
    where TKey : notnull
{
    private const int MostSpare = 4096; // lists that wait for another key

    private readonly VersionedTable<TKey, TimeList> _lists = new(firstEpoch); // each key's times; in no checkpoint
    private readonly DueQueue<TKey> _queue = new(static _ => true); // nothing is given up before its time
    private readonly Stack<TimeList> _spare = new();
    private TKey _key = default!;  // the key of the call at hand
    private uint _hash;            // its hash
    private Due<TKey> _taken;      // what is let go when the call returns
    private bool _isTaken;         // there is such a thing

    public string Name => name;

    public TimeSpan? SweepInterval => null;

    public long EarliestDue => _queue.Earliest;

    public long LatestDue => _queue.Latest;

    /// <summary>The tuple that the call at hand lets go.</summary>
    public (T Value, bool IsMarked) Taken => Read((_taken.Part, _taken.Number));

    /// <summary>Its time.</summary>
    public long TakenTime => _taken.Part;

    /// <summary>Of the key of the call: where the tuples from one time up to and with another are. Valid until the next change.</summary>
    public ReadOnlySpan<(long Time, int Number)> Between(long from, long to) =>
        TableReader.TryReadLatest(_lists, _key, _hash, out var list, out _) ? list.Between(from, to) : [];

    /// <summary>Reads a tuple of the key of the call.</summary>
    public (T Value, bool IsMarked) Read((long Time, int Number) place)
    {
        var isThere = TableReader.TryReadLatest(table, new(_key, place), codec.EntryHash(_hash, place), out var entry, out _);
        Invariant.Require(isThere, $"'{name}' has no tuple where its list of times says");
        return entry;
    }

    /// <summary>Adds a tuple to the key of the call.</summary>
    public void Add(long time, T value, bool isMarked)
    {
        var place = (time, ListOf(_key, _hash).Add(time));
        table.Set(new(_key, place), codec.EntryHash(_hash, place), (value, isMarked));
        Enqueue(_key, _hash, place);
    }

    /// <summary>Marks a tuple of the key of the call.</summary>
    public void Mark((long Time, int Number) place) =>
        table.Set(new(_key, place), codec.EntryHash(_hash, place), (Read(place).Value, true));

    /// <summary>Finds out what there is, once the table is filled.</summary>
    public void Index()
    {
        foreach (ref readonly var entry in table.Entries.AsSpan())
        {
            if (entry.Hash == 0 || entry.Stamp < 0) continue;
            var hash = codec.OwnerHash(entry.Key);
            ListOf(entry.Key.Key, hash).Add(entry.Key.Part);
            Enqueue(entry.Key.Key, hash, entry.Key.Part);
        }
    }

    public bool TryPeek(long until, out Due<TKey> due) => _queue.TryPeek(until, out due);

    public void Take(in Due<TKey> due) => (_taken, _isTaken) = (due, true);

    public void Begin(TKey key, uint hash)
    {
        _key = key;
        _hash = hash;
    }

    public void Commit()
    {
        if (!_isTaken) return;
        _isTaken = false;
        _queue.Remove(_taken);
        var place = (_taken.Part, _taken.Number);
        var isThere = table.Remove(new(_key, place), codec.EntryHash(_hash, place));
        Invariant.Require(isThere, $"'{name}' lets go of a tuple that it does not hold");
        TableReader.TryReadLatest(_lists, _key, _hash, out var list, out _);
        list.Remove(place);
        if (!list.IsEmpty) return;
        _lists.Remove(_key, _hash);
        if (_spare.Count < MostSpare) _spare.Push(list);
    }

    public void Rollback() => _isTaken = false;

    public void Seal(EpochId next, EpochId oldestNeeded)
    {
        table.Seal(next, oldestNeeded);
        _lists.Seal(next, new EpochId(next.Number - 1)); // nobody else reads it
    }

    public bool Sweep() => false;

    private void Enqueue(TKey key, uint hash, (long Time, int Number) place) =>
        _queue.Add(new(key, hash, place.Time + retention, place.Time, place.Number));

    /// <summary>The times of a key; a new key gets a list.</summary>
    private TimeList ListOf(TKey key, uint hash)
    {
        if (TableReader.TryReadLatest(_lists, key, hash, out var list, out _)) return list;
        list = _spare.TryPop(out var spare) ? spare : new TimeList();
        _lists.Insert(key, hash, list);
        return list;
    }
}
