using System.Globalization;
using System.Text;

namespace LambdaSpeed.Topologies;

/// <summary>Prints a topology for people.</summary>
internal static class TopologyText
{
    public static string Write(Topology topology)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"topology {topology.Name}").AppendLine();
        foreach (var node in topology.Nodes)
        {
            text.Append("  ").Append(Label(node));
            var inputs = ShownEdges(topology).Where(edge => edge.ToNode == node.Id).Select(edge => Source(topology, edge)).ToList();
            if (inputs.Count > 0) text.Append(" <- ").AppendJoin(", ", inputs);
            text.AppendLine();
        }
        return text.ToString();
    }

    /// <summary>The edges that a diagram shows: not the second way that partial sums take beside the tuples.</summary>
    public static IEnumerable<StreamEdge> ShownEdges(Topology topology) => topology.Edges.Where(edge =>
        topology.Nodes[edge.FromNode].Shape.Outputs[edge.FromOutput].Name != NodeOutput.PartialSums);

    /// <summary>What a diagram shows for a component.</summary>
    public static string Label(TopologyNode node) =>
        $"{KindWord(node.Kind)} {node.Name}" + (node.Parallelism == 1 ? "" : $" x{node.Parallelism}");

    /// <summary>What a diagram shows beside an edge: the side output, if any, and the grouping.</summary>
    public static string Label(Topology topology, StreamEdge edge)
    {
        var output = topology.Nodes[edge.FromNode].Shape.Outputs[edge.FromOutput].Name;
        return (output is null ? "" : output + ", ") + GroupingWord(edge.GroupingKind);
    }

    public static string GroupingWord(GroupingKind kind) => kind switch
    {
        GroupingKind.LocalOrShuffle => "local-or-shuffle",
        GroupingKind.Shuffle => "shuffle",
        GroupingKind.Fields => "fields",
        GroupingKind.PartialKey => "partial-key",
        GroupingKind.All => "all",
        GroupingKind.Global => "global",
        GroupingKind.Direct => "direct",
        GroupingKind.LoadAwareShuffle => "load-aware",
        _ => "custom",
    };

    private static string KindWord(NodeKind kind) => kind switch
    {
        NodeKind.PartialAggregate => "partial aggregate",
        NodeKind.Spout => "spout",
        NodeKind.Operator => "operator",
        NodeKind.Bolt => "bolt",
        NodeKind.Key => "key",
        NodeKind.Output => "output",
        NodeKind.EventTime => "event time",
        _ => "view",
    };

    private static string Source(Topology topology, StreamEdge edge) =>
        $"{topology.Nodes[edge.FromNode].Name} ({Label(topology, edge)})";
}
