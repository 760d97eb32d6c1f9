using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>Which keys the map of one key has: what a hash table of all entries cannot tell. In memory alone; made anew from the
/// entries at each start.</summary>
internal sealed class MapKeys<TMapKey>
    where TMapKey : notnull
{
    private const int SmallCount = 16; // up to here looking at each is quicker than hashing

    private TMapKey[] _keys = new TMapKey[2];           // in use up to Count, in no particular order
    private Dictionary<TMapKey, int>? _places;          // key -> index in _keys; null while there are few

    public int Count { get; private set; }

    public ReadOnlySpan<TMapKey> All => _keys.AsSpan(0, Count);

    /// <summary>Adds a key that is not there.</summary>
    public void Add(TMapKey key)
    {
        if (Count == _keys.Length) Array.Resize(ref _keys, Count * 2);
        _keys[Count] = key;
        if (_places is null && Count == SmallCount) Hash();
        _places?.Add(key, Count);
        Count++;
    }

    /// <summary>Removes a key that is there; the last one takes its place.</summary>
    public void Remove(TMapKey key)
    {
        var place = PlaceOf(key);
        Invariant.Require(place >= 0, $"a map's entry is to be removed whose key is not among its {Count} keys");
        var last = _keys[--Count];
        _places?.Remove(key);
        if (place < Count)
        {
            _keys[place] = last;
            if (_places is not null) _places[last] = place;
        }
        _keys[Count] = default!;
        Shrink();
    }

    private int PlaceOf(TMapKey key)
    {
        if (_places is not null) return _places.TryGetValue(key, out var found) ? found : -1;
        for (var place = 0; place < Count; place++)
        {
            if (KeyEquality.Equal(_keys[place], key)) return place;
        }
        return -1;
    }

    private void Hash()
    {
        _places = new Dictionary<TMapKey, int>(SmallCount * 2);
        for (var place = 0; place < Count; place++) _places.Add(_keys[place], place);
    }

    /// <summary>A map that was large once does not stay so.</summary>
    private void Shrink()
    {
        if (Count * 8 > _keys.Length || _keys.Length <= SmallCount) return;
        Array.Resize(ref _keys, Math.Max(Count * 2, 2));
        if (Count <= SmallCount / 2) _places = null;
        else _places?.TrimExcess();
    }
}
