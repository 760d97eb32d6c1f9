using LambdaSpeed.Aggregation;
using LambdaSpeed.Topologies;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Building;

/// <summary>Adds the component of an aggregation by number once the types of its aggregator are known.</summary>
internal sealed class CountWindowWiring<TKey, T, TAccumulator, TResult>(
    KeyedStream<TKey, T> stream, CountWindowSettings settings, string name, int parallelism)
    : IAggregationVisitor<T, TAccumulator, TResult, CountWindowedAggregation<TKey, TResult>>
    where TKey : notnull
{
    public CountWindowedAggregation<TKey, TResult> Visit<TValue, TAggregator>(Func<T, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var draft = new CountWindowDraft();
        var flow = stream.Keyed(projection);
        if (flow.Exchange is KeyExchange.PartialKey or KeyExchange.PreAggregate) stream.Draft.Report(new(name,
            "it counts tuples, and would read partial results", "leave out PartialKey and PreAggregate before windows"));
        var node = stream.Draft.Add(new NodeDraft(name, NodeKind.View, parallelism, options: null, inputs: 1,
            shape => new CountWindowNode<TKey, TValue, TAccumulator, TResult, TAggregator>(
                shape, aggregator, draft.Complete(settings), stream.Codec, draft.IsNamed, draft.Output)));
        flow.Stream(GroupingKind.Fields).ConnectTo(stream.Draft, node, 0);
        return new(stream.Draft, node, draft);
    }
}
