using LambdaSpeed.Aggregation;
using LambdaSpeed.Topologies;
using LambdaSpeed.Windows;

namespace LambdaSpeed.Building;

/// <summary>Adds the component of a windowed aggregation once the types of its aggregator are known.</summary>
internal sealed class WindowWiring<TKey, T, TAccumulator, TResult>(
    KeyedStream<TKey, T> stream, WindowSettings settings, string name, string aggregation, int parallelism)
    : IAggregationVisitor<T, TAccumulator, TResult, WindowedAggregation<TKey, T, TResult>>
    where TKey : notnull
{
    public WindowedAggregation<TKey, T, TResult> Visit<TValue, TAggregator>(Func<T, TValue>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult> =>
        settings.Late == LatePolicy.SideOutput
            ? View<(TValue Value, T Tuple), TValue, TAggregator>(tuple => (ValueOf(projection, tuple), tuple), aggregator)
            : View<TValue, TValue, TAggregator>(projection, aggregator);

    /// <summary>Without a projection the value is the tuple: the cast states just that.</summary>
    private static TValue ValueOf<TValue>(Func<T, TValue>? projection, T tuple) =>
        projection is null ? (TValue)(object)tuple! : projection(tuple);

    private WindowedAggregation<TKey, T, TResult> View<TElement, TValue, TAggregator>(
        Func<T, TElement>? projection, TAggregator aggregator)
        where TAggregator : IAggregator<TValue, TAccumulator, TResult>
    {
        var draft = new WindowDraft();
        var flow = stream.Keyed(projection);
        if (flow.Exchange is KeyExchange.PartialKey or KeyExchange.PreAggregate) stream.Draft.Report(new(name,
            "it reads partial results, which have no event time", "leave out PartialKey and PreAggregate before windows"));
        var node = stream.Draft.Add(new NodeDraft(name, NodeKind.View, parallelism, options: null, inputs: 1,
            shape => new WindowNode<TKey, T, TElement, TValue, TAccumulator, TResult, TAggregator>(
                shape, aggregator, aggregation, draft.Complete(settings), stream.Codec, draft.IsNamed, draft.Firings)));
        if (settings.Late == LatePolicy.SideOutput) node.AddOutput(typeof(T), "late tuples");
        flow.Stream(GroupingKind.Fields).ConnectTo(stream.Draft, node, 0);
        return new(stream.Draft, node, draft, settings.Late);
    }
}
