using LambdaSpeed.Topologies;

namespace LambdaSpeed.Planning;

/// <summary>Tells which views are positional: each contribution is caused by one tuple at its own position, so that what is computed up to
/// a
/// cut and what came after it add up. Pure.</summary>
internal static class PositionalViews
{
    /// <summary>Why a view is not positional, in words; null when it is.</summary>
    public static string? WhyNot(Topology topology, string view)
    {
        var end = topology.Nodes.First(node => node.Name == view);
        var before = new Queue<TopologyNode>([end]);
        var met = new HashSet<int> { end.Id };
        while (before.TryDequeue(out var node))
        {
            var why = node.DependsOn ?? (node.Shape.Options.TickInterval is null ? null : "it emits by the clock");
            if (why is not null) return
                $"view '{view}' is not positional: component '{node.Name}' feeds it, and {why}. What is computed up to a cut and what " +
                "came after it would not add up. Remedy: feed the view by stateless steps.";
            foreach (var edge in topology.Edges.Where(edge => edge.ToNode == node.Id))
            {
                if (met.Add(edge.FromNode)) before.Enqueue(topology.Nodes[edge.FromNode]);
            }
        }
        return null;
    }
}
