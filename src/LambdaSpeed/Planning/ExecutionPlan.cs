using System.Diagnostics;
using LambdaSpeed.Planning;
using LambdaSpeed.Topologies;

namespace LambdaSpeed;

/// <summary>How a topology will run: which components share a task, which edges cross between tasks. Immutable.</summary>
[DebuggerDisplay("{Topology.Name}, {TaskCount} tasks")]
public sealed class ExecutionPlan
{
    internal ExecutionPlan(
        Topology topology,
        SpeedLayerOptions options,
        IReadOnlyList<ChainPlan> chains,
        IReadOnlyList<EdgePlan> edges,
        IReadOnlySet<StreamEdge> fused)
    {
        Topology = topology;
        Options = options;
        Chains = chains;
        Edges = edges;
        FusedEdges = fused;
        HasEventTime = topology.Nodes.Any(node => node.Kind == NodeKind.EventTime);
    }

    /// <summary>The topology that is planned.</summary>
    public Topology Topology { get; }

    /// <summary>The options it is planned for.</summary>
    public SpeedLayerOptions Options { get; }

    /// <summary>How many tasks will run.</summary>
    public int TaskCount => Chains.Sum(chain => chain.Parallelism);

    /// <summary>How many threads will step the tasks that have none of their own.</summary>
    public int WorkerCount => Math.Min(Options.Workers, Chains.Where(chain => !chain.OwnThread).Sum(chain => chain.Parallelism));

    internal IReadOnlyList<ChainPlan> Chains { get; }

    internal IReadOnlyList<EdgePlan> Edges { get; }

    internal IReadOnlySet<StreamEdge> FusedEdges { get; }

    /// <summary>Do tuples of the topology say when they happened?</summary>
    internal bool HasEventTime { get; }

    /// <summary>Does anything travel beside the tuples?</summary>
    internal bool CarriesStamps => HasEventTime || Options.TracksPositions;

    /// <summary>Plans a topology.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="TopologyException">A component that reads by key has more tasks than there are
    /// <see cref="SpeedLayerOptions.KeyGroups"/>; lists all such.</exception>
    public static ExecutionPlan For(Topology topology, SpeedLayerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var valid = (options ?? new SpeedLayerOptions()).Validated();
        TopologyProblem[] problems = [.. Planner.TasksWithoutKeys(topology, valid.KeyGroups)];
        return problems.Length == 0 ? Planner.Plan(topology, valid) : throw new TopologyException(topology.Name, problems);
    }

    /// <summary>The plan in words: tasks, what is fused, what crosses edges, what survives a failure.</summary>
    public string Explain() => PlanText.Write(this);

    /// <inheritdoc/>
    public override string ToString() => Explain();
}
