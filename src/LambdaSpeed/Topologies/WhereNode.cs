namespace LambdaSpeed.Topologies;

/// <summary>A lambda that keeps or drops tuples.</summary>
internal sealed class WhereNode<T>(NodeShape shape, Func<T, bool> predicate) : TopologyNode(shape)
{
    public Func<T, bool> Predicate => predicate;

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
