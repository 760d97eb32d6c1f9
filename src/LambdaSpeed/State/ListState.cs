using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>A list for each key: an entry in the versioned table for each element, by its position, so that only new ones are
/// written.</summary>
/// <remarks>
/// <para>The elements of a list lie at positions without a gap; the first and the last are kept in memory and found anew from the elements
/// at each start. A list that has become empty begins at 0 again.</para>
/// <para>With a time to live, elements expire from the front: none expires before the one before it, even when the clock has been set
/// back.</para>
/// <para>What the call at hand writes goes into the table at once, as with <see cref="MapState{TKey, TMapKey, T, TStored}"/>.</para>
/// </remarks>
internal sealed class ListState<TKey, T, TStored> : IListState<T>, IStateCell<TKey>
    where TKey : notnull
    where TStored : struct, IStored<T, TStored>
{
    private const int MostExpiredAtOnce = 64;

    private readonly VersionedTable<EntryKey<TKey, long>, TStored> _table;
    private readonly VersionedTable<TKey, ListRange> _ranges; // of the lists that are not empty; in no checkpoint
    private readonly EntryKeyCodec<TKey, long> _codec;
    private readonly Lifetime _lifetime;
    private readonly ExpirySweep<EntryKey<TKey, long>, T, TStored> _sweep;
    private readonly List<Former> _formers = []; // what the call at hand has changed, in order
    private readonly ShownItems<T> _shown = new();
    private TKey _key = default!; // the key of the call at hand
    private uint _hash;           // its hash
    private bool _isRead;         // _range and _live are known
    private ListRange _range;     // where the call sees elements, expired ones included
    private long _live;           // the first that has not expired

    public ListState(
        VersionedTable<EntryKey<TKey, long>, TStored> table, EpochId firstEpoch, EntryKeyCodec<TKey, long> codec, Lifetime lifetime)
    {
        _table = table;
        _ranges = new(firstEpoch);
        _codec = codec;
        _lifetime = lifetime;
        _sweep = new(table, lifetime, Expire);
    }

    public int Count
    {
        get
        {
            Read();
            return checked((int)(_range.End - _live));
        }
    }

    public ReadOnlySpan<T> Items
    {
        get
        {
            _shown.Clear();
            for (var count = Count; _shown.Items.Length < count;) _shown.Add(StoredAt(_live + _shown.Items.Length).Value);
            return _shown.Items;
        }
    }

    public TimeSpan? SweepInterval => _sweep.Interval;

    public T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(index), index,
                $"The list of this key has {Count} elements; use an index from 0 up to before that.");
            return StoredAt(_live + index).Value;
        }
    }

    public void Add(T item)
    {
        Read();
        var end = _lifetime.End;
        if (_lifetime.TimeToLive is not null && !_range.IsEmpty) end = Math.Max(end, StoredAt(_range.End - 1).ExpiresAt);
        var position = _range.End;
        var isNew = _table.Set(new(_key, position), _codec.EntryHash(_hash, position), TStored.Of(item, end));
        Invariant.Require(isNew, $"a list that ends at {position} has an element there");
        _formers.Add(new(WasAdded: true, position, default));
        _range = _range with { End = position + 1 };
    }

    public bool RemoveFirst()
    {
        if (Count == 0) return false;
        for (var expired = _live - _range.First; expired >= 0; expired--) RemoveAt(_range.First);
        _live = _range.First;
        return true;
    }

    public void Clear()
    {
        Read();
        while (!_range.IsEmpty) RemoveAt(_range.First);
        _live = _range.First;
    }

    /// <summary>Finds out where each list begins and ends, once the table is filled.</summary>
    public void Index()
    {
        var elements = 0L;
        foreach (ref readonly var entry in _table.Entries.AsSpan())
        {
            if (entry.Hash == 0 || entry.Stamp < 0) continue;
            var hash = _codec.OwnerHash(entry.Key);
            TableReader.TryReadLatest(_ranges, entry.Key.Key, hash, out var range, out _);
            var wider = range.With(entry.Key.Part);
            _ranges.Set(entry.Key.Key, hash, wider);
            elements += wider.Length - range.Length;
        }
        Invariant.Require(elements == _table.Count, $"lists have {_table.Count} elements at {elements} positions");
    }

    public void Begin(TKey key, uint hash)
    {
        _key = key;
        _hash = hash;
        _isRead = false;
    }

    public void Commit()
    {
        _shown.Clear();
        if (_formers.Count == 0) return;

        var changes = _formers.Count;
        _formers.Clear();
        if (_range.IsEmpty) _ranges.Remove(_key, _hash);
        else _ranges.Set(_key, _hash, _range);
        _sweep.Accompany(changes);
    }

    public void Rollback()
    {
        for (var i = _formers.Count - 1; i >= 0; i--)
        {
            var former = _formers[i];
            var hash = _codec.EntryHash(_hash, former.Position);
            if (former.WasAdded) _table.Remove(new(_key, former.Position), hash);
            else _table.Set(new(_key, former.Position), hash, former.Stored);
        }
        _formers.Clear();
        _shown.Clear();
        _isRead = false;
    }

    public void Seal(EpochId next, EpochId oldestNeeded)
    {
        _table.Seal(next, oldestNeeded);
        _ranges.Seal(next, new EpochId(next.Number - 1)); // nobody else reads it
    }

    public bool Sweep() => _sweep.Portion();

    private void Read()
    {
        _lifetime.RequireCall();
        if (_isRead) return;
        TableReader.TryReadLatest(_ranges, _key, _hash, out _range, out _);
        _live = _lifetime.TimeToLive is null ? _range.First : FirstLive();
        _isRead = true;
    }

    /// <summary>The first element that has not expired: those before it all have.</summary>
    private long FirstLive()
    {
        var (first, end) = (_range.First, _range.End);
        while (first < end)
        {
            var middle = first + ((end - first) / 2);
            if (_lifetime.IsOver(StoredAt(middle).ExpiresAt)) first = middle + 1;
            else end = middle;
        }
        return first;
    }

    private TStored StoredAt(long position) => StoredAt(_key, _hash, position);

    private TStored StoredAt(TKey key, uint keyHash, long position)
    {
        var isThere = TableReader.TryReadLatest(_table, new(key, position), _codec.EntryHash(keyHash, position), out var stored, out _);
        Invariant.Require(isThere, $"a list has no element at {position}, which lies within it");
        return stored;
    }

    /// <summary>Removes the first element, which is at this position.</summary>
    private void RemoveAt(long position)
    {
        _formers.Add(new(WasAdded: false, position, StoredAt(position)));
        _table.Remove(new(_key, position), _codec.EntryHash(_hash, position));
        _range = position + 1 == _range.End ? default : _range with { First = position + 1 };
    }

    /// <summary>Removes elements up to an expired one, which have expired too, but not very many of them.</summary>
    private int Expire(EntryKey<TKey, long> element, uint hash)
    {
        var keyHash = _codec.OwnerHash(element);
        TableReader.TryReadLatest(_ranges, element.Key, keyHash, out var range, out _);
        Invariant.Require(range.First <= element.Part && element.Part < range.End, $"an element at {element.Part} is outside of {range}");
        var end = Math.Min(element.Part + 1, range.First + MostExpiredAtOnce);
        for (var position = range.First; position < end; position++)
        {
            _table.Remove(new(element.Key, position), _codec.EntryHash(keyHash, position));
        }
        if (end == range.End) _ranges.Remove(element.Key, keyHash);
        else _ranges.Set(element.Key, keyHash, range with { First = end });
        return (int)(end - range.First);
    }

    /// <summary>What an element was before a change.</summary>
    private readonly record struct Former(bool WasAdded, long Position, TStored Stored);
}
