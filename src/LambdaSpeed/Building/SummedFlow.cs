using LambdaSpeed.Groupings;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Building;

/// <summary>A stream of keys and values of which a part comes as partial sums.</summary>
internal sealed record SummedFlow<TKey, TValue, TAccumulator>(
    Stream<KeyedTuple<TKey, TValue>> Tuples, Stream<KeyedTuple<TKey, TAccumulator>> Sums)
{
    /// <summary>Has a component read both by key: the tuples as its first input, the sums as its second.</summary>
    public void ConnectTo(TopologyDraft draft, NodeDraft node)
    {
        Tuples.By(new KeyedGrouping<TKey, TValue>(GroupingKind.Fields)).ConnectTo(draft, node, 0);
        Sums.By(new KeyedGrouping<TKey, TAccumulator>(GroupingKind.Fields)).ConnectTo(draft, node, 1);
    }
}
