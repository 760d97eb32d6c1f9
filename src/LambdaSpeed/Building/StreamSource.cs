namespace LambdaSpeed.Building;

/// <summary>Where a stream comes from: an output of a component.</summary>
internal readonly record struct StreamSource(NodeDraft Node, int Output);
