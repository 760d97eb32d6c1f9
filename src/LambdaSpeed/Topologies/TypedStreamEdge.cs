using LambdaSpeed.Groupings;

namespace LambdaSpeed.Topologies;

/// <summary>A stream edge with the type of its tuples.</summary>
internal sealed class TypedStreamEdge<T>(int fromNode, int fromOutput, int toNode, int toInput, Grouping<T> grouping)
    : StreamEdge(fromNode, fromOutput, toNode, toInput, grouping.Kind)
{
    public Grouping<T> Grouping => grouping;

    public override Type TupleType => typeof(T);

    public override bool RunsUserCode => grouping.RunsUserCode;

    public override TResult Accept<TResult>(IStreamEdgeVisitor<TResult> visitor) => visitor.Visit(this);
}
