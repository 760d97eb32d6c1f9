namespace LambdaSpeed.Topologies;

/// <summary>Finds all that is wrong with a topology that the compiler could not see.</summary>
internal static class TopologyValidator
{
    /// <summary>How many tasks a component may have; more than the key groups would leave tasks without keys.</summary>
    public const int MaxParallelism = 1024;

    public static List<TopologyProblem> Validate(Topology topology)
    {
        var problems = new List<TopologyProblem>();
        if (string.IsNullOrWhiteSpace(topology.Name))
        {
            problems.Add(new("topology", "the topology has no name", "give the TopologyBuilder a name"));
        }
        if (topology.Nodes.All(node => node.Kind != NodeKind.Spout))
        {
            var name = string.IsNullOrWhiteSpace(topology.Name) ? "topology" : topology.Name;
            problems.Add(new(name, "there is no spout, so nothing would ever happen", "add one with AddSpout"));
        }
        CheckNames(topology, problems);
        foreach (var node in topology.Nodes)
        {
            var own = new List<TopologyProblem>();
            CheckNumbers(node, own);
            CheckInputs(topology, node, own);
            CheckOutputs(topology, node, own);
            own.AddRange(node.Problems());
            problems.AddRange(own.Select(problem => string.IsNullOrWhiteSpace(problem.Component)
                ? new(Unnamed(node), problem.Cause, problem.Remedy)
                : problem));
        }
        CheckGivenObjects(topology, problems);
        CheckDirectEdges(topology, problems);
        CheckEventTime(topology, problems);
        problems.AddRange(SharedSourceProblems.Of(topology));
        CheckCycles(topology, problems);
        return problems;
    }

    private static void CheckNames(Topology topology, List<TopologyProblem> problems)
    {
        foreach (var node in topology.Nodes.Where(node => string.IsNullOrWhiteSpace(node.Name)))
        {
            problems.Add(new(Unnamed(node), $"a {node.Kind.ToString().ToLowerInvariant()} has no name",
                "name it: the name is its identity in errors, metrics and checkpoints"));
        }
        foreach (var namesakes in topology.Nodes.Where(node => !string.IsNullOrWhiteSpace(node.Name))
                     .GroupBy(node => node.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add(new(namesakes.Key, $"{namesakes.Count()} components have this name", "give each component a name of its own"));
        }
    }

    private static string Unnamed(TopologyNode node) => $"component {node.Id}";

    private static void CheckNumbers(TopologyNode node, List<TopologyProblem> problems)
    {
        if (node.Parallelism is < 1 or > MaxParallelism)
        {
            problems.Add(new(node.Name, $"its parallelism is {node.Parallelism}", $"choose one from 1 to {MaxParallelism}"));
        }
        if (node.Shape.Options.TickInterval is { } interval && (interval <= TimeSpan.Zero || interval > ComponentOptions.LongestTime))
        {
            problems.Add(new(node.Name, $"its tick interval is {interval}",
                $"choose a positive one of at most {ComponentOptions.LongestTime.TotalDays} days, or null for no ticks"));
        }
        problems.AddRange(FailureProblems.Of(node));
    }

    private static void CheckInputs(Topology topology, TopologyNode node, List<TopologyProblem> problems)
    {
        for (var input = 0; input < node.Shape.Inputs; input++)
        {
            if (topology.Edges.Any(edge => edge.ToNode == node.Id && edge.ToInput == input)) continue;

            problems.Add(node.Shape.Inputs == 2
                ? new(node.Name, $"its {(input == 0 ? "first" : "second")} input is not connected",
                    $"connect it with {(input == 0 ? "First" : "Second")}(stream)")
                : new(node.Name, "it reads no stream", "connect it with From(stream)"));
        }
    }

    private static void CheckOutputs(Topology topology, TopologyNode node, List<TopologyProblem> problems)
    {
        foreach (var output in node.Shape.Outputs)
        {
            var isRead = topology.Edges.Any(edge => edge.FromNode == node.Id && edge.FromOutput == output.Index);
            if (output.DeadLettersOf is not null)
            {
                if (FailureProblems.Of(node, output, isRead) is { } problem) problems.Add(problem);
                continue;
            }
            if (output.MayBeUnread || isRead) continue;

            var stream = output.Name is null ? "its stream" : $"its side output '{output.Name}'";
            problems.Add(new(node.Name, $"nobody reads {stream}", "read it, or say so with Ignore()"));
        }
        foreach (var side in node.Shape.Outputs.Where(output => output.Side is not null && node.Kind != NodeKind.Bolt))
        {
            problems.Add(new(node.Name, $"its side output '{side.Name}' is read, but only bolts have side outputs",
                "call Side on the stream that Then or AddBolt returned, before any operator"));
        }
        foreach (var namesakes in node.Shape.Outputs.Where(output => output.Side is not null)
                     .GroupBy(output => output.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add(new(node.Name, $"{namesakes.Count()} side outputs are named '{namesakes.Key}'", "give each a name of its own"));
        }
    }

    private static void CheckGivenObjects(Topology topology, List<TopologyProblem> problems)
    {
        foreach (var sharing in topology.Nodes.Where(node => node.Given is not null)
                     .GroupBy(node => node.Given, ReferenceEqualityComparer.Instance).Where(group => group.Count() > 1))
        {
            problems.Add(new(sharing.First().Name,
                $"its spout is also that of {string.Join(", ", sharing.Skip(1).Select(node => $"'{node.Name}'"))}",
                "give each component a spout of its own, or have several components read the stream of one"));
        }
    }

    private static void CheckDirectEdges(Topology topology, List<TopologyProblem> problems)
    {
        foreach (var edge in topology.Edges.Where(edge => edge.GroupingKind == GroupingKind.Direct))
        {
            var sender = topology.Nodes[edge.FromNode];
            if (sender.Kind == NodeKind.Bolt && edge.FromOutput == 0) continue;

            problems.Add(new(topology.Nodes[edge.ToNode].Name, $"it reads '{sender.Name}' by the direct grouping, which cannot name a task",
                "only the main output of a bolt can, with Emitter.EmitTo; choose another grouping"));
        }
    }

    /// <summary>Does every way from a spout to a component say when the tuples happened?</summary>
    public static bool HasEventTime(Topology topology, TopologyNode node) => !SpoutsWithoutTime(topology, node.Id, []).Any();

    private static void CheckEventTime(Topology topology, List<TopologyProblem> problems)
    {
        foreach (var node in topology.Nodes.Where(node => node.ReadsEventTime))
        {
            foreach (var spout in SpoutsWithoutTime(topology, node.Id, [])) problems.Add(new(node.Name,
                $"it needs to know when tuples happened, and nothing says so on the way from spout '{spout}'",
                "say WithEventTime behind that spout"));
        }
        foreach (var node in topology.Nodes.Where(node => node.ReadsSpout && !IsInTaskOfSpout(topology, node)))
        {
            problems.Add(new(node.Name, "its tasks cannot know which partitions of the source they read, as they are not the spout's",
                "say WithEventTime right behind the spout, say partitionOf, or leave out ForPartitions and ForSourcePartitions"));
        }
    }

    /// <summary>Is the component fused with a spout, itself or behind operators? The planner decides the same.</summary>
    private static bool IsInTaskOfSpout(Topology topology, TopologyNode node)
    {
        if (topology.Edges.Where(edge => edge.ToNode == node.Id).ToList() is not [var edge]) return false;
        var sender = topology.Nodes[edge.FromNode];
        return sender.Parallelism == node.Parallelism
            && (node.Parallelism == 1 || edge.GroupingKind == GroupingKind.LocalOrShuffle) && !edge.RunsUserCode
            && sender.Shape.Options is { CanFuse: true, OwnThread: false }
            && (sender.Kind == NodeKind.Spout
                || (sender.Kind is NodeKind.Operator or NodeKind.EventTime && IsInTaskOfSpout(topology, sender)));
    }

    private static IEnumerable<string> SpoutsWithoutTime(Topology topology, int node, HashSet<int> seen)
    {
        if (!seen.Add(node) || topology.Nodes[node].Kind == NodeKind.EventTime) return [];
        if (topology.Nodes[node].Kind == NodeKind.Spout) return [topology.Nodes[node].Name];
        return topology.Edges.Where(edge => edge.ToNode == node).SelectMany(edge => SpoutsWithoutTime(topology, edge.FromNode, seen));
    }

    private static void CheckCycles(Topology topology, List<TopologyProblem> problems)
    {
        var reached = topology.Nodes.Select(node => ReachedFrom(topology, node.Id)).ToArray();
        var reported = new HashSet<int>();
        foreach (var node in topology.Nodes.Where(node => reached[node.Id].Contains(node.Id) && !reported.Contains(node.Id)))
        {
            // all that is reached from here and leads back: another circle, even one on the way to this, is another problem
            var circle = topology.Nodes.Where(other => reached[node.Id].Contains(other.Id) && reached[other.Id].Contains(node.Id)).ToList();
            reported.UnionWith(circle.Select(other => other.Id));
            problems.Add(new(node.Name, $"the streams go round in a circle: {string.Join(", ", circle.Select(other => other.Name))}",
                "a topology has no cycles; write to a replay log or a push spout to feed results back"));
        }
    }

    /// <summary>The components that tuples of one can come to; the component itself only when they come back.</summary>
    public static HashSet<int> ReachedFrom(Topology topology, int start)
    {
        var reached = new HashSet<int>();
        var open = new Stack<int>([start]);
        while (open.TryPop(out var id))
        {
            foreach (var edge in topology.Edges)
            {
                if (edge.FromNode == id && reached.Add(edge.ToNode)) open.Push(edge.ToNode);
            }
        }
        return reached;
    }
}
