using LambdaSpeed.Aggregation;
using LambdaSpeed.Streams;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Building;

/// <summary>Adds the components of an aggregation once the types of its aggregator are known.</summary>
internal sealed class AggregationWiring<TKey, T, TAccumulator, TResult>(
    KeyedStream<TKey, T> stream, string name, string aggregation, int parallelism)
    : IAggregationVisitor<T, TAccumulator, TResult, AggregatedStream<TKey, TResult>>
    where TKey : notnull
{
    public AggregatedStream<TKey, TResult> Visit<TValue, TAggregator>(Func<T, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        if (stream.IsAdaptive(parallelism) && PartialSums.AreSmall<TKey, TAccumulator>(aggregator))
        {
            return Summed(stream.Summed<TValue, TAccumulator, TResult, TAggregator>(projection, aggregator), aggregator);
        }
        var flow = stream.Keyed(projection);
        return flow.Exchange switch
        {
            KeyExchange.Adaptive or KeyExchange.Fields => View(flow.Stream(GroupingKind.Fields), aggregator),
            KeyExchange.PreAggregate => Merged<TValue, TAggregator>(
                flow.Tuples.Operator<KeyedTuple<TKey, TAccumulator>>(
                    "pre-aggregate",
                    shape => Partial<TValue, TAggregator>(shape, aggregator),
                    TupleFailurePolicy.Halt,
                    NodeKind.PartialAggregate),
                aggregator),
            _ => Merged<TValue, TAggregator>(PartialTasks(flow, aggregator), aggregator),
        };
    }

    private Stream<KeyedTuple<TKey, TAccumulator>> PartialTasks<TValue, TAggregator>(KeyedFlow<TKey, TValue> flow, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var draft = stream.Draft;
        var node = draft.Add(new NodeDraft(draft.AutomaticName("partial"), NodeKind.PartialAggregate, parallelism, options: null, inputs: 1,
            shape => Partial<TValue, TAggregator>(shape, aggregator)));
        flow.Stream(GroupingKind.PartialKey).ConnectTo(draft, node, 0);
        return new(draft, new StreamSource(node, node.AddOutput(typeof(KeyedTuple<TKey, TAccumulator>))));
    }

    private AggregatedStream<TKey, TResult> Merged<TValue, TAggregator>(
        Stream<KeyedTuple<TKey, TAccumulator>> partials, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var byKey = new KeyedFlow<TKey, TAccumulator>(partials, KeyExchange.Fields).Stream(GroupingKind.Fields);
        return aggregator is ICopyingAggregator<TAccumulator> copier
            ? View(byKey, new CopyingMergingAggregator<TValue, TAccumulator, TResult, TAggregator>(aggregator, copier))
            : View(byKey, new MergingAggregator<TValue, TAccumulator, TResult, TAggregator>(aggregator));
    }

    private AggregatedStream<TKey, TResult> View<TValue, TAggregator>(Stream<KeyedTuple<TKey, TValue>> tuples, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult> =>
        View<TValue, TAggregator>(aggregator, inputs: 1, view => tuples.ConnectTo(stream.Draft, view, 0));

    private AggregatedStream<TKey, TResult> Summed<TValue, TAggregator>(
        SummedFlow<TKey, TValue, TAccumulator> flow, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult> =>
        View<TValue, TAggregator>(aggregator, inputs: 2, view => flow.ConnectTo(stream.Draft, view));

    private AggregatedStream<TKey, TResult> View<TValue, TAggregator>(TAggregator aggregator, int inputs, Action<NodeDraft> connect)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var draft = new ViewDraft<TKey, TResult>();
        var node = stream.Draft.Add(new NodeDraft(name, NodeKind.View, parallelism, options: null, inputs,
            shape => new ViewNode<TKey, TValue, TAccumulator, TResult, TAggregator>(
                shape, aggregator, stream.Codec, [.. draft.Followers], draft.ExpectedKeys, draft.HoldsHotKeys, draft.IsNamed,
                aggregation)));
        connect(node);
        return new AggregatedStream<TKey, TResult>(stream.Draft, node, draft);
    }

    private static PartialAggregateNode<TKey, TValue, TAccumulator, TResult, TAggregator> Partial<TValue, TAggregator>(
        NodeShape shape, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult> => new(shape, aggregator);
}
