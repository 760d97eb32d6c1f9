namespace LambdaSpeed.Topologies;

/// <summary>A lambda that turns each tuple into any number of others, pulled lazily.</summary>
internal sealed class SelectManyNode<TIn, TOut>(NodeShape shape, Func<TIn, IEnumerable<TOut>> selector) : TopologyNode(shape)
{
    public Func<TIn, IEnumerable<TOut>> Selector => selector;

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
