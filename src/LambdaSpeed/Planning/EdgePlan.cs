using LambdaSpeed.Topologies;

namespace LambdaSpeed.Planning;

/// <summary>A stream edge that crosses from task to task.</summary>
/// <param name="Edge">The stream edge.</param>
/// <param name="From">The chain that sends.</param>
/// <param name="To">The chain whose head receives.</param>
/// <param name="IsLocal">Does task i send to task i alone?</param>
internal sealed record EdgePlan(StreamEdge Edge, ChainPlan From, ChainPlan To, bool IsLocal);
