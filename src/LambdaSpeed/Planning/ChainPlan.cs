using System.Diagnostics;
using LambdaSpeed.Topologies;

namespace LambdaSpeed.Planning;

/// <summary>Components that run in one task: a head that reads edges (or is a spout), and what is fused behind it.</summary>
/// <param name="Id">The number within the plan, from 0.</param>
/// <param name="Nodes">The components, each behind the one that feeds it; the head first.</param>
/// <param name="Parallelism">How many tasks run this chain.</param>
/// <param name="FirstTask">The number of its first task within the run.</param>
[DebuggerDisplay("{Name} x{Parallelism}")]
internal sealed record ChainPlan(int Id, IReadOnlyList<TopologyNode> Nodes, int Parallelism, int FirstTask)
{
    public TopologyNode Head => Nodes[0];

    /// <summary>Does each of its tasks have a thread of its own?</summary>
    public bool OwnThread => Head.Shape.Options.OwnThread;

    public string Name => string.Join("+", Nodes.Select(node => node.Name));
}
