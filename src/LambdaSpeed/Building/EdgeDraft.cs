using LambdaSpeed.Topologies;

namespace LambdaSpeed.Building;

/// <summary>A stream edge while its topology is being described.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="Create">Makes the edge when the numbers of sender and receiver are known.</param>
internal sealed record EdgeDraft(NodeDraft From, NodeDraft To, Func<int, int, StreamEdge> Create);
