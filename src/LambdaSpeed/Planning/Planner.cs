using LambdaSpeed.Topologies;

namespace LambdaSpeed.Planning;

/// <summary>Turns a topology into a plan. Pure.</summary>
internal static class Planner
{
    public static ExecutionPlan Plan(Topology topology, SpeedLayerOptions options)
    {
        var fuser = new ChainFuser(topology);
        var heads = fuser.FindHeads();
        var chains = new List<ChainPlan>();
        var chainOfHead = new Dictionary<int, ChainPlan>();
        var tasks = 0;
        foreach (var head in topology.Nodes.Where(node => heads[node.Id] == node.Id))
        {
            var chain = new ChainPlan(chains.Count, SendersFirst(topology, fuser, head), head.Parallelism, tasks);
            chains.Add(chain);
            chainOfHead.Add(head.Id, chain);
            tasks += head.Parallelism;
        }
        var fused = topology.Edges.Where(fuser.IsFused).ToHashSet();
        var edges = topology.Edges.Where(edge => !fused.Contains(edge)).Select(edge =>
        {
            var from = chainOfHead[heads[edge.FromNode]];
            var to = chainOfHead[edge.ToNode];
            return new EdgePlan(edge, from, to, edge.GroupingKind == GroupingKind.LocalOrShuffle && from.Parallelism == to.Parallelism);
        }).ToArray();
        return new ExecutionPlan(topology, options, chains, edges, fused);
    }

    /// <summary>Components with tasks to which no key can ever go: a task owns whole key groups.</summary>
    public static IEnumerable<TopologyProblem> TasksWithoutKeys(Topology topology, int keyGroups) =>
        from node in topology.Nodes
        where node.Parallelism > keyGroups &&
              topology.Edges.Any(edge => edge.ToNode == node.Id && edge.GroupingKind == GroupingKind.Fields)
        select new TopologyProblem(node.Name,
            $"its parallelism is {node.Parallelism}, but keys are divided into {keyGroups} groups, so some tasks would never get a tuple",
            $"choose a parallelism of at most {keyGroups}, or, before anything is stored, more of {nameof(SpeedLayerOptions)}." +
            nameof(SpeedLayerOptions.KeyGroups));

    private static List<TopologyNode> SendersFirst(Topology topology, ChainFuser fuser, TopologyNode head)
    {
        var nodes = new List<TopologyNode> { head };
        for (var i = 0; i < nodes.Count; i++)
        {
            nodes.AddRange(topology.Edges
                .Where(edge => edge.FromNode == nodes[i].Id && fuser.IsFused(edge))
                .Select(edge => topology.Nodes[edge.ToNode]));
        }
        return nodes;
    }
}
