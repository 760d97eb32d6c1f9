namespace LambdaSpeed.Topologies;

/// <summary>A spout.</summary>
internal sealed class SpoutNode<T>(NodeShape shape, Func<ISpout<T>> factory) : TopologyNode(shape)
{
    /// <summary>Makes the spout of one task.</summary>
    public Func<ISpout<T>> Factory => factory;

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
