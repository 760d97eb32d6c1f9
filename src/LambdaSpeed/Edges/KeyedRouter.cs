using LambdaSpeed.Codecs;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>The fields grouping of tuples that bring their hash along: the engine's hottest loop between tasks.</summary>
internal sealed class KeyedRouter<TKey, TValue>(EdgeWriter<KeyedTuple<TKey, TValue>>[] writers, int keyGroups)
    : TypedEdgeRouter<KeyedTuple<TKey, TValue>>(writers)
{
    private readonly EdgeWriter<KeyedTuple<TKey, TValue>>[] _writerOfGroup =
        [.. Enumerable.Range(0, keyGroups).Select(group => writers[KeyGroups.TaskOf(group, keyGroups, writers.Length)])];

    public override void Route(TupleBuffer<KeyedTuple<TKey, TValue>> tuples)
    {
        var items = tuples.Unread;
        var stamps = tuples.UnreadStamps;
        var writerOfGroup = _writerOfGroup;
        if (stamps.Length > 0)
        {
            for (var i = 0; i < items.Length; i++) writerOfGroup[KeyGroups.GroupOf(items[i].Hash, keyGroups)].Add(items[i], stamps[i]);
            return;
        }
        foreach (ref readonly var item in items) writerOfGroup[KeyGroups.GroupOf(item.Hash, keyGroups)].Add(item);
    }
}
