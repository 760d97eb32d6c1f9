using System.Diagnostics;
using LambdaSpeed.Topologies;

namespace LambdaSpeed;

/// <summary>A topology as it was described: components, streams and views. Immutable; can be run any number of times.</summary>
[DebuggerDisplay("{Name}, {Nodes.Count} components")]
public sealed class Topology
{
    internal Topology(
        string name, IReadOnlyList<TopologyNode> nodes, IReadOnlyList<StreamEdge> edges, IServiceProvider? services = null)
    {
        Name = name;
        Nodes = nodes;
        Edges = edges;
        Services = services;
    }

    /// <summary>The topology's name.</summary>
    public string Name { get; }

    /// <summary>The names of the components, in the order of building.</summary>
    public IReadOnlyList<string> Components => [.. Nodes.Select(node => node.Name)];

    /// <summary>The names of the realtime views.</summary>
    public IReadOnlyList<string> Views => [.. Nodes.Where(node => node.Kind == NodeKind.View).Select(node => node.Name)];

    internal IReadOnlyList<TopologyNode> Nodes { get; }

    internal IReadOnlyList<StreamEdge> Edges { get; }

    /// <summary>Where components that are given by type are resolved; null when there are none.</summary>
    internal IServiceProvider? Services { get; }

    /// <summary>The topology as text, a component a line.</summary>
    public override string ToString() => TopologyText.Write(this);

    /// <summary>The topology as a Mermaid flowchart.</summary>
    public string ToMermaid() => TopologyMermaid.Write(this);

    /// <summary>The topology as a Graphviz digraph.</summary>
    public string ToDot() => TopologyDot.Write(this);
}
