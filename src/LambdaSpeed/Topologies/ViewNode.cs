using LambdaSpeed.Aggregation;
using LambdaSpeed.Views;

namespace LambdaSpeed.Topologies;

/// <summary>A realtime view: accumulates by key what the aggregator is given.</summary>
internal sealed class ViewNode<TKey, TValue, TAccumulator, TResult, TAggregator>(
    NodeShape shape,
    TAggregator aggregator,
    ICodec<TKey>? codec,
    IReadOnlyList<IFollowingStore<TKey, TResult>> followers,
    int expectedKeys,
    bool holdsHotKeys,
    bool isNamed,
    string aggregation) : TopologyNode(shape)
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    public TAggregator Aggregator => aggregator;

    /// <summary>Stores outside the run that follow the view.</summary>
    public IReadOnlyList<IFollowingStore<TKey, TResult>> Followers => followers;

    public ViewDefinition<TKey, TAccumulator, TResult> Definition => new(
        Name,
        codec!,
        aggregator.Zero,
        aggregator.Merge,
        accumulator => aggregator.Result(accumulator),
        AccumulatorCopy.Of<TAccumulator>(aggregator),
        aggregator.AccumulatorCodec,
        expectedKeys,
        Aggregation: aggregation,
        HoldsHotKeys: holdsHotKeys);

    public override string? NeedsOneOwner => "it is a view";

    public override ViewTypes? ViewTypes => Topologies.ViewTypes.Of<TKey, TResult>();

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (!isNamed)
        {
            yield return new(Name, "its aggregation was not made a view, so nobody could read it", "end the aggregation with ToView()");
        }
        if (holdsHotKeys && followers.Count > 0)
        {
            yield return new(Name,
                $"it was described by HoldHotKeys, and store '{followers[0].Name}' follows it: a store is told what has changed in memory",
                "leave one of them out; a second view of the same aggregation may have the other");
        }
        foreach (var problem in AccumulatorProblems.Of<TAccumulator>(Name, aggregator)) yield return problem;
    }

    public override TVisited Accept<TVisited>(INodeVisitor<TVisited> visitor) => visitor.Visit(this);
}
