namespace LambdaSpeed.Topologies;

/// <summary>What cannot stand behind a spout whose partitions have no fixed owner.</summary>
internal static class SharedSourceProblems
{
    private const string Remedy =
        "give the spout partitions of its own, by a fixed assignment; or keep only what looks at one tuple at a time here, write its " +
        "results by their key to a log or topic, and read that with a fixed assignment";

    /// <summary>All of a topology, as far as its spouts have said so.</summary>
    public static IEnumerable<TopologyProblem> Of(Topology topology) => topology.Nodes
        .Where(node => node.DividedBy is not null)
        .SelectMany(spout => Of(topology, spout, spout.DividedBy!));

    /// <summary>Those behind one spout.</summary>
    public static IEnumerable<TopologyProblem> Of(Topology topology, TopologyNode spout, string dividedBy)
    {
        var reached = TopologyValidator.ReachedFrom(topology, spout.Id);
        foreach (var node in topology.Nodes.Where(node => reached.Contains(node.Id)))
        {
            var isByKey = topology.Edges.Any(edge =>
                IsByKey(edge, node) && (edge.FromNode == spout.Id || reached.Contains(edge.FromNode)));
            var need = node.NeedsOneOwner ?? (isByKey ? "it is to get all tuples of a key in one task" : null);
            if (need is null) continue;

            yield return new(node.Name,
                $"{need}, but it reads spout '{spout.Name}', and {dividedBy} moves partitions of that, with their keys, between processes",
                Remedy);
        }
    }

    private static bool IsByKey(StreamEdge edge, TopologyNode reader) =>
        edge.ToNode == reader.Id && reader.Kind is NodeKind.Bolt or NodeKind.Output
        && edge.GroupingKind is GroupingKind.Fields or GroupingKind.PartialKey;
}
