using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>Changes of a view as fields of its hash, in calls of a bounded size.</summary>
internal sealed class RedisChanges(int capacity)
{
    /// <summary>Fields that one call writes at most: Redis serves others in between, outside of transactions.</summary>
    public const int FieldsInACall = 1_000;

    private readonly List<HashEntry> _puts = new(capacity);
    private readonly List<RedisValue> _removals = [];

    public void Put(RedisValue field, RedisValue value) => _puts.Add(new(field, value));

    public void Remove(RedisValue field) => _removals.Add(field);

    /// <summary>The calls, in groups that write so many fields at most; one empty group when there are no changes.</summary>
    public IEnumerable<IReadOnlyList<RedisFields>> Split(int largest)
    {
        var size = Math.Min(FieldsInACall, largest);
        var calls = _puts.Chunk(size).Select(puts => new RedisFields(puts, []))
            .Concat(_removals.Chunk(size).Select(removals => new RedisFields([], removals)))
            .ToList();
        var group = new List<RedisFields>();
        var written = 0;
        foreach (var call in calls)
        {
            if (written > 0 && written + call.Count > largest)
            {
                yield return group;
                (group, written) = ([], 0);
            }
            group.Add(call);
            written += call.Count;
        }
        yield return group;
    }
}
