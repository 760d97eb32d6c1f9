using System.Diagnostics;

namespace LambdaSpeed.Topologies;

/// <summary>A stream from an output of one component to an input of another. Immutable.</summary>
[DebuggerDisplay("{FromNode}.{FromOutput} -{GroupingKind}-> {ToNode}.{ToInput}")]
internal abstract class StreamEdge(int fromNode, int fromOutput, int toNode, int toInput, GroupingKind groupingKind)
{
    public int FromNode => fromNode;

    public int FromOutput => fromOutput;

    public int ToNode => toNode;

    public int ToInput => toInput;

    public GroupingKind GroupingKind => groupingKind;

    public abstract Type TupleType { get; }

    /// <summary>Has user code a say in where each tuple goes?</summary>
    public abstract bool RunsUserCode { get; }

    public abstract TResult Accept<TResult>(IStreamEdgeVisitor<TResult> visitor);
}
