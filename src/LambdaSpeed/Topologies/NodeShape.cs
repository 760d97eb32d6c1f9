namespace LambdaSpeed.Topologies;

/// <summary>What all components have in common.</summary>
/// <param name="Id">The number within the topology, from 0, in the order of building.</param>
/// <param name="Name">The component's name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Parallelism">How many tasks it has.</param>
/// <param name="Options">How its tasks run.</param>
/// <param name="Inputs">How many kinds of input it reads: 0 for a spout, 2 for a two-input bolt, else 1.</param>
/// <param name="Outputs">What it emits.</param>
internal sealed record NodeShape(
    int Id,
    string Name,
    NodeKind Kind,
    int Parallelism,
    ComponentOptions Options,
    int Inputs,
    IReadOnlyList<NodeOutput> Outputs);
