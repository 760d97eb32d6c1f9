namespace LambdaSpeed.Topologies;

/// <summary>A lambda that turns each tuple into another.</summary>
internal sealed class SelectNode<TIn, TOut>(NodeShape shape, Func<TIn, TOut> selector) : TopologyNode(shape), IMapNode
{
    public Func<TIn, TOut> Selector => selector;

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
