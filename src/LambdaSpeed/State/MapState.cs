using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>A map for each key: an entry in the versioned table for each of its entries, so that only changed ones are written.</summary>
/// <remarks>What the call at hand writes goes into the table at once, which only its owner and later commits look at; what was there before
/// is noted, and put back when the call throws.</remarks>
internal sealed class MapState<TKey, TMapKey, T, TStored> : IMapState<TMapKey, T>, IStateCell<TKey>
    where TKey : notnull
    where TMapKey : notnull
    where TStored : struct, IStored<T, TStored>
{
    private readonly VersionedTable<EntryKey<TKey, TMapKey>, TStored> _table;
    private readonly VersionedTable<TKey, MapKeys<TMapKey>> _keys; // each key's map keys; in no checkpoint
    private readonly EntryKeyCodec<TKey, TMapKey> _codec;
    private readonly Lifetime _lifetime;
    private readonly ExpirySweep<EntryKey<TKey, TMapKey>, T, TStored> _sweep;
    private readonly List<Former> _formers = []; // of the entries that the call at hand has changed, in order
    private readonly ShownItems<KeyValuePair<TMapKey, T>> _shown = new();
    private TKey _key = default!;   // the key of the call at hand
    private uint _hash;             // its hash

    public MapState(
        VersionedTable<EntryKey<TKey, TMapKey>, TStored> table, EpochId firstEpoch, EntryKeyCodec<TKey, TMapKey> codec, Lifetime lifetime)
    {
        _table = table;
        _keys = new(firstEpoch);
        _codec = codec;
        _lifetime = lifetime;
        _sweep = new(table, lifetime, (entry, hash) => RemoveEntry(entry, _codec.OwnerHash(entry), hash) ? 1 : 0);
    }

    public int Count
    {
        get
        {
            if (!TryFindKeys(out var keys)) return 0;
            if (_lifetime.TimeToLive is null) return keys.Count;

            var count = 0;
            foreach (var mapKey in keys.All)
            {
                if (Contains(mapKey)) count++;
            }
            return count;
        }
    }

    public ReadOnlySpan<KeyValuePair<TMapKey, T>> Entries
    {
        get
        {
            _shown.Clear();
            if (!TryFindKeys(out var keys)) return [];
            foreach (var mapKey in keys.All)
            {
                if (TryGet(mapKey, out var value)) _shown.Add(new(mapKey, value));
            }
            return _shown.Items;
        }
    }

    public TimeSpan? SweepInterval => _sweep.Interval;

    public bool TryGet(TMapKey mapKey, out T value)
    {
        var (entry, hash) = EntryOf(mapKey);
        var exists = TryRead(entry, hash, out var stored) && !_lifetime.IsOver(stored.ExpiresAt);
        value = exists ? stored.Value : default!;
        return exists;
    }

    public bool Contains(TMapKey mapKey) => TryGet(mapKey, out _);

    public void Set(TMapKey mapKey, T value)
    {
        var (entry, hash) = EntryOf(mapKey);
        var stored = TStored.Of(value, _lifetime.End);
        Note(entry, hash);
        SetEntry(entry, hash, stored);
    }

    public bool Remove(TMapKey mapKey)
    {
        var (entry, hash) = EntryOf(mapKey);
        var existed = Contains(mapKey);
        if (Note(entry, hash)) RemoveEntry(entry, _hash, hash);
        return existed;
    }

    public void Clear()
    {
        while (TryFindKeys(out var keys)) // the last key takes all keys with it
        {
            var entry = new EntryKey<TKey, TMapKey>(_key, keys.All[^1]);
            var hash = _codec.EntryHash(_hash, entry.Part);
            Note(entry, hash);
            RemoveEntry(entry, _hash, hash);
        }
    }

    /// <summary>Finds out which keys each map has, once the table is filled.</summary>
    public void Index()
    {
        foreach (ref readonly var entry in _table.Entries.AsSpan())
        {
            if (entry.Hash != 0 && entry.Stamp >= 0) AddKey(entry.Key, _codec.OwnerHash(entry.Key));
        }
    }

    public void Begin(TKey key, uint hash)
    {
        _key = key;
        _hash = hash;
    }

    public void Commit()
    {
        var changes = _formers.Count;
        Forget();
        if (changes > 0) _sweep.Accompany(changes);
    }

    public void Rollback()
    {
        for (var i = _formers.Count - 1; i >= 0; i--)
        {
            var former = _formers[i];
            var entry = new EntryKey<TKey, TMapKey>(_key, former.MapKey);
            if (former.Existed) SetEntry(entry, former.Hash, former.Stored);
            else RemoveEntry(entry, _hash, former.Hash);
        }
        Forget();
    }

    public void Seal(EpochId next, EpochId oldestNeeded)
    {
        _table.Seal(next, oldestNeeded);
        _keys.Seal(next, new EpochId(next.Number - 1)); // nobody else reads it
    }

    public bool Sweep() => _sweep.Portion();

    private void Forget()
    {
        _formers.Clear();
        _shown.Clear();
    }

    private bool TryFindKeys(out MapKeys<TMapKey> keys)
    {
        _lifetime.RequireCall();
        return TableReader.TryReadLatest(_keys, _key, _hash, out keys, out _);
    }

    private (EntryKey<TKey, TMapKey> Entry, uint Hash) EntryOf(TMapKey mapKey)
    {
        ArgumentNullException.ThrowIfNull(mapKey);
        _lifetime.RequireCall();
        return (new(_key, mapKey), _codec.EntryHash(_hash, mapKey));
    }

    private bool TryRead(EntryKey<TKey, TMapKey> entry, uint hash, out TStored stored) =>
        TableReader.TryReadLatest(_table, entry, hash, out stored, out _);

    /// <summary>Notes what is there before it is changed; false when nothing is.</summary>
    private bool Note(EntryKey<TKey, TMapKey> entry, uint hash)
    {
        var existed = TryRead(entry, hash, out var stored);
        _formers.Add(new(entry.Part, hash, existed, stored));
        return existed;
    }

    private void SetEntry(EntryKey<TKey, TMapKey> entry, uint hash, TStored stored)
    {
        if (_table.Set(entry, hash, stored)) AddKey(entry, _hash);
    }

    private bool RemoveEntry(EntryKey<TKey, TMapKey> entry, uint ownerHash, uint hash)
    {
        if (!_table.Remove(entry, hash)) return false;
        var isThere = TableReader.TryReadLatest(_keys, entry.Key, ownerHash, out var keys, out _);
        Invariant.Require(isThere, $"a map's entry was removed whose key has no map");
        keys.Remove(entry.Part);
        if (keys.Count == 0) _keys.Remove(entry.Key, ownerHash);
        return true;
    }

    private void AddKey(EntryKey<TKey, TMapKey> entry, uint ownerHash)
    {
        if (!TableReader.TryReadLatest(_keys, entry.Key, ownerHash, out var keys, out _))
        {
            _keys.Insert(entry.Key, ownerHash, keys = new());
        }
        keys.Add(entry.Part);
    }

    /// <summary>What an entry was before a change.</summary>
    private readonly record struct Former(TMapKey MapKey, uint Hash, bool Existed, TStored Stored);
}
