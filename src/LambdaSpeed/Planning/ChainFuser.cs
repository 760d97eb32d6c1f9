using LambdaSpeed.Topologies;

namespace LambdaSpeed.Planning;

/// <summary>Decides which components run in one task, where a hop is a call instead of a queue.</summary>
/// <remarks>An edge is fused when both ends have equally many tasks, the receiver reads nothing else, and the grouping leaves no choice.
/// Operators and keys are fused wherever that holds, also when several read one stream; bolts and views only when they are linked
/// one-to-one, so that a stream with several readers can use several cores. Dead letters do not count: they are few.</remarks>
internal sealed class ChainFuser(Topology topology)
{
    /// <summary>The head of each component's chain, by component.</summary>
    public int[] FindHeads()
    {
        var heads = new int[topology.Nodes.Count];
        Array.Fill(heads, -1);
        foreach (var node in topology.Nodes) HeadOf(node.Id, heads);
        return heads;
    }

    /// <summary>Is the edge a call within a task?</summary>
    public bool IsFused(StreamEdge edge)
    {
        var from = topology.Nodes[edge.FromNode];
        var to = topology.Nodes[edge.ToNode];
        return from.Parallelism == to.Parallelism
            && MayFuse(from) && MayFuse(to)
            && to.Shape.Inputs == 1
            && to.ShortChunk is null
            && topology.Edges.Count(other => other.ToNode == to.Id) == 1
            && LeavesNoChoice(edge, to.Parallelism)
            && (IsPartOfSender(to) || !HasOthersBeside(edge));
    }

    private static bool MayFuse(TopologyNode node) => node.Shape.Options is { CanFuse: true, OwnThread: false };

    private bool HasOthersBeside(StreamEdge edge) => topology.Edges.Any(other =>
        other != edge && other.FromNode == edge.FromNode && (HasDeadLetters(edge) || !HasDeadLetters(other)));

    private bool HasDeadLetters(StreamEdge edge) => topology.Nodes[edge.FromNode].Shape.Outputs[edge.FromOutput].DeadLettersOf is not null;

    private static bool IsPartOfSender(TopologyNode node) =>
        node.Kind is NodeKind.Operator or NodeKind.Key or NodeKind.PartialAggregate or NodeKind.EventTime;

    private static bool LeavesNoChoice(StreamEdge edge, int parallelism) =>
        !edge.RunsUserCode && (parallelism == 1 || edge.GroupingKind == GroupingKind.LocalOrShuffle);

    private int HeadOf(int node, int[] heads)
    {
        if (heads[node] >= 0) return heads[node];

        var fused = topology.Edges.FirstOrDefault(edge => edge.ToNode == node && IsFused(edge));
        return heads[node] = fused is null ? node : HeadOf(fused.FromNode, heads);
    }
}
