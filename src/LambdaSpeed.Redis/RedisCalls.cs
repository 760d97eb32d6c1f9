using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>Collects puts and removals in calls of a bounded size: one call is executed without a pause.</summary>
internal sealed class RedisCalls(int size)
{
    private readonly List<RedisEntries> _full = [];
    private readonly List<HashEntry> _puts = [];       // with the removals fewer than size
    private readonly List<RedisValue> _removals = [];

    public void Put(HashEntry entry)
    {
        _puts.Add(entry);
        EndIfFull();
    }

    public void Remove(RedisValue key)
    {
        _removals.Add(key);
        EndIfFull();
    }

    /// <summary>All calls; nothing is collected after that.</summary>
    public List<RedisEntries> End()
    {
        if (_puts.Count + _removals.Count > 0) Next();
        return _full;
    }

    private void EndIfFull()
    {
        if (_puts.Count + _removals.Count == size) Next();
    }

    private void Next()
    {
        _full.Add(new([.. _puts], [.. _removals]));
        _puts.Clear();
        _removals.Clear();
    }
}
