using System.Globalization;
using System.Text;

namespace LambdaSpeed.Topologies;

/// <summary>Prints a topology as a Graphviz digraph.</summary>
internal static class TopologyDot
{
    public static string Write(Topology topology)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"digraph \"{Escape(topology.Name)}\" {{\n  rankdir=LR;\n");
        foreach (var node in topology.Nodes)
        {
            var shape = node.Kind switch { NodeKind.Spout => "ellipse", NodeKind.View => "cylinder", _ => "box" };
            text.Append(CultureInfo.InvariantCulture, $"  n{node.Id} [label=\"{Escape(TopologyText.Label(node))}\", shape={shape}];\n");
        }
        foreach (var edge in TopologyText.ShownEdges(topology))
        {
            var label = Escape(TopologyText.Label(topology, edge));
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.FromNode} -> n{edge.ToNode} [label=\"{label}\"];\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
