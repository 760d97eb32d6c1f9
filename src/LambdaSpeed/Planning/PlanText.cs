using System.Globalization;
using System.Text;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Planning;

/// <summary>Prints a plan for people.</summary>
internal static class PlanText
{
    public static string Write(ExecutionPlan plan)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"plan of topology {plan.Topology.Name}: {plan.TaskCount} tasks on {plan.WorkerCount} workers, " +
            $"chunks of {plan.Options.ChunkSize} tuples, edges of {plan.Options.EdgeCapacity} chunks, an epoch every " +
            $"{plan.Options.EpochInterval.TotalMilliseconds:0.###} ms").AppendLine();
        foreach (var chain in plan.Chains) WriteChain(plan, chain, text);
        WriteGuarantee(plan, text);
        WriteHandOver(plan, text);
        return text.ToString();
    }

    private static void WriteGuarantee(ExecutionPlan plan, StringBuilder text)
    {
        var options = plan.Options;
        var counts = options.Guarantee switch
        {
            DeliveryGuarantee.ExactlyOnce => "exactly once",
            DeliveryGuarantee.AtLeastOnce => "at least once",
            _ => "at most once",
        };
        text.AppendLine(options.Checkpoints is { } store
            ? $"checkpoints: {store.Description}, every epoch"
            : "checkpoints: none; set SpeedLayerOptions.Checkpoints to survive the end of the process");
        var process = options.Checkpoints is { SurvivesProcess: true } ? " and the end of the process" : "";
        text.AppendLine($"survives: the failure of a task{process}, " +
            $"with sources that can be read again: each tuple then counts {counts}. A spout without positions promises nothing across " +
            "a failure, and the first failure ends the run.");
    }

    /// <summary>Which views a batch layer can take part in.</summary>
    private static void WriteHandOver(ExecutionPlan plan, StringBuilder text)
    {
        foreach (var view in plan.Topology.Views)
        {
            if (PositionalViews.WhyNot(plan.Topology, view) is { } why) text.Append("hand-over: ").AppendLine(why);
        }
    }

    private static void WriteChain(ExecutionPlan plan, ChainPlan chain, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"  chain {chain.Id}: {chain.Parallelism} x ")
            .AppendJoin(" + ", chain.Nodes.Select(node => node.Name))
            .AppendLine(chain.OwnThread ? " (own thread)" : "");
        foreach (var edge in plan.Edges.Where(edge => ReferenceEquals(edge.To, chain)))
        {
            var grouping = edge.IsLocal ? "local" : TopologyText.GroupingWord(edge.Edge.GroupingKind);
            var output = plan.Topology.Nodes[edge.Edge.FromNode].Shape.Outputs[edge.Edge.FromOutput].Name;
            var channels = edge.IsLocal ? chain.Parallelism : chain.Parallelism * edge.From.Parallelism;
            text.Append(CultureInfo.InvariantCulture,
                $"    reads {plan.Topology.Nodes[edge.Edge.FromNode].Name}{(output is null ? "" : "." + output)} by {grouping}, " +
                $"{channels} {(channels == 1 ? "channel" : "channels")} of {TypeName(edge.Edge.TupleType)}" +
                $"{(output == NodeOutput.PartialSums ? ", in place of tuples while a sum stands for several" : "")}").AppendLine();
        }
    }

    private static string TypeName(Type type)
    {
        if (!type.IsGenericType) return type.Name;
        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }
}
