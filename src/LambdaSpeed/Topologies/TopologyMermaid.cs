using System.Globalization;
using System.Text;

namespace LambdaSpeed.Topologies;

/// <summary>Prints a topology as a Mermaid flowchart.</summary>
internal static class TopologyMermaid
{
    public static string Write(Topology topology)
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var node in topology.Nodes)
        {
            var label = Escape(TopologyText.Label(node));
            var shape = node.Kind switch
            {
                NodeKind.Spout => $"([\"{label}\"])",
                NodeKind.View => $"[(\"{label}\")]",
                _ => $"[\"{label}\"]",
            };
            text.Append(CultureInfo.InvariantCulture, $"  n{node.Id}{shape}\n");
        }
        foreach (var edge in TopologyText.ShownEdges(topology))
        {
            var label = Escape(TopologyText.Label(topology, edge));
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.FromNode} -->|\"{label}\"| n{edge.ToNode}\n");
        }
        return text.ToString();
    }

    private static string Escape(string text) => text.Replace("\"", "#quot;", StringComparison.Ordinal);
}
