using LambdaSpeed.Components;

namespace LambdaSpeed.Topologies;

/// <summary>A bolt with one kind of input.</summary>
internal sealed class BoltNode<TIn, TOut>(NodeShape shape, Func<ComponentScope, IBolt<TIn, TOut>> factory, string? dependsOn = null)
    : TopologyNode(shape)
{
    public override string? DependsOn => dependsOn;

    /// <summary>Makes the bolt of one task.</summary>
    public Func<ComponentScope, IBolt<TIn, TOut>> Factory => factory;

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
