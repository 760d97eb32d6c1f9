using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>Collects puts and removals in calls of a bounded size, each of one slice where slices are kept apart: one call is executed
/// without a pause.</summary>
internal sealed class RedisCalls(int size)
{
    private readonly List<RedisEntries> _full = [];
    private readonly List<OpenCall> _open = []; // one for each slice; few, as slices are
    private OpenCall? _last;                    // mostly the next entry's, too

    public void Put(int? slice, HashEntry entry)
    {
        var call = CallOf(slice);
        call.Puts.Add(entry);
        EndIfFull(call);
    }

    public void Remove(int? slice, RedisValue key)
    {
        var call = CallOf(slice);
        call.Removals.Add(key);
        EndIfFull(call);
    }

    /// <summary>All calls; nothing is collected after that.</summary>
    public List<RedisEntries> End()
    {
        foreach (var call in _open) End(call);
        return _full;
    }

    private OpenCall CallOf(int? slice)
    {
        if (_last is { } last && last.Slice == slice) return last;
        _last = _open.Find(call => call.Slice == slice);
        if (_last is null) _open.Add(_last = new(slice, [], []));
        return _last;
    }

    private void EndIfFull(OpenCall call)
    {
        if (call.Puts.Count + call.Removals.Count == size) End(call);
    }

    private void End(OpenCall call)
    {
        if (call.Puts.Count + call.Removals.Count > 0) _full.Add(new(call.Slice, [.. call.Puts], [.. call.Removals]));
        call.Puts.Clear();
        call.Removals.Clear();
    }

    private sealed record OpenCall(int? Slice, List<HashEntry> Puts, List<RedisValue> Removals);
}
