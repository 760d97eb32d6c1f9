using LambdaSpeed.Topologies;

namespace LambdaSpeed.Planning;

/// <summary>Tells which views can be handed over to a batch layer: what is computed up to a cut and what came after it must add up.
/// Pure.</summary>
internal static class PositionalViews
{
    /// <summary>Why a view is not positional, in words; null when it is: each contribution is caused by one tuple at its own
    /// position.</summary>
    public static string? WhyNot(Topology topology, string view)
    {
        foreach (var node in Before(topology, view))
        {
            var why = node.DependsOn ?? (node.Shape.Options.TickInterval is null ? null : "it emits by the clock");
            if (why is not null) return Refusal(
                view, node, "is not positional", why, "feed the view by stateless steps, or have the run recompute it itself");
        }
        return null;
    }

    /// <summary>Why not even the run's own recomputation adds up with what came after the cut, in words; null when it does. It stops at the
    /// cut without an end of the input, so what is held there is what the run that goes on held there too.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="view">The view.</param>
    /// <param name="usesClock">Does a component, by its name, do things by the clock? Known when it is open.</param>
    /// <param name="readsSeveral">Do tuples of several partitions come to a task of a component? Likewise.</param>
    public static string? WhyNotRecomputed(
        Topology topology, string view, Func<string, bool> usesClock, Func<string, bool> readsSeveral)
    {
        var before = Before(topology, view);
        var dependsOnOthers = false;
        foreach (var node in before)
        {
            dependsOnOthers |= node.ReadsEventTime; // what is late depends on what came before
            if (node.DependsOn is not { } why) continue;
            dependsOnOthers = true;
            if (node == before[0] ? !node.AddsUpOverCuts : !node.IsReplayedAlike) return Refusal(
                view, node, "cannot be recomputed up to a cut", why, "feed the view by steps that are the same when tuples are read again");
        }
        foreach (var node in before.Where(node => dependsOnOthers || node.Kind != NodeKind.EventTime))
        {
            if (node.UsesClock || usesClock(node.Name)) return Refusal(
                view, node, "cannot be recomputed up to a cut", "it does things by the clock, which is another one then",
                "use event time there");
            if (node.DependsOnOrder && readsSeveral(node.Name)) return Refusal(
                view, node, "cannot be recomputed up to a cut",
                "it takes the partitions that a task reads for one sequence: which tuples are late depends on the order in which they " +
                "are read, which is another one then", "say ForSourcePartitions() of its watermark strategy");
        }
        return null;
    }

    private static string Refusal(string view, TopologyNode node, string what, string why, string remedy) =>
        $"view '{view}' {what}: component '{node.Name}' feeds it, and {why}. What is computed up to a cut and what came after it " +
        $"would not add up. Remedy: {remedy}.";

    /// <summary>The view and all that feeds it, nearest first.</summary>
    private static List<TopologyNode> Before(Topology topology, string view)
    {
        var met = new List<TopologyNode> { topology.Nodes.First(node => node.Name == view) };
        for (var i = 0; i < met.Count; i++)
        {
            foreach (var edge in topology.Edges.Where(edge => edge.ToNode == met[i].Id))
            {
                var sender = topology.Nodes[edge.FromNode];
                if (!met.Contains(sender)) met.Add(sender);
            }
        }
        return met;
    }
}
