namespace LambdaSpeed.Topologies;

/// <summary>Adds up by key before an edge, so that partial accumulators cross it and not every tuple.</summary>
internal sealed class PartialAggregateNode<TKey, TValue, TAccumulator, TResult, TAggregator>(NodeShape shape, TAggregator aggregator)
    : TopologyNode(shape)
    where TKey : notnull
    where TAggregator : IAggregator<TValue, TAccumulator, TResult>
{
    public TAggregator Aggregator => aggregator;

    public override TVisited Accept<TVisited>(INodeVisitor<TVisited> visitor) => visitor.Visit(this);
}
