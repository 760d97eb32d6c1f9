using LambdaSpeed.Topologies;

namespace LambdaSpeed.Planning;

/// <summary>Finds neighbouring maps of one task that can be done in one loop.</summary>
/// <remarks>Those whose failure ends the run: what lies between two maps is not kept for a dead letter.</remarks>
internal static class MapRuns
{
    private const int Longest = 6; // maps in one loop: there is a type for each number

    /// <summary>Does the map behind it do a component's work?</summary>
    public static bool IsAbsorbed(ExecutionPlan plan, TopologyNode node)
    {
        if (Follower(plan, node) is null) return false;

        var place = 0;
        for (var before = Feeder(plan, node); before is not null; before = Feeder(plan, before)) place++;
        return place % Longest != Longest - 1;
    }

    private static TopologyNode? Feeder(ExecutionPlan plan, TopologyNode node)
    {
        var feeders = plan.Topology.Edges.Where(edge => edge.ToNode == node.Id).Select(edge => plan.Topology.Nodes[edge.FromNode]);
        return feeders.FirstOrDefault(feeder => Follower(plan, feeder) == node);
    }

    /// <summary>The map that alone reads a map, in the same task; null when there is none.</summary>
    private static TopologyNode? Follower(ExecutionPlan plan, TopologyNode node)
    {
        if (!IsPlainMap(node)) return null;

        var edges = plan.Topology.Edges.Where(edge => edge.FromNode == node.Id).ToList();
        if (edges is not [var only] || !plan.FusedEdges.Contains(only)) return null;

        var follower = plan.Topology.Nodes[only.ToNode];
        return IsPlainMap(follower) ? follower : null;
    }

    private static bool IsPlainMap(TopologyNode node) =>
        node is IMapNode && node.Shape.Options.OnFailure == TupleFailurePolicy.Halt && node.Shape.Outputs.Count == 1;
}
