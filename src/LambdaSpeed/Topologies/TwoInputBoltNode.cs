using LambdaSpeed.Components;

namespace LambdaSpeed.Topologies;

/// <summary>A bolt with two kinds of input.</summary>
internal sealed class TwoInputBoltNode<TFirst, TSecond, TOut>(
    NodeShape shape, Func<ComponentScope, ITwoInputBolt<TFirst, TSecond, TOut>> factory) : TopologyNode(shape)
{
    /// <summary>Makes the bolt of one task.</summary>
    public Func<ComponentScope, ITwoInputBolt<TFirst, TSecond, TOut>> Factory => factory;

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
