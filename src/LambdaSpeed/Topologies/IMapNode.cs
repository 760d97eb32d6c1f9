namespace LambdaSpeed.Topologies;

/// <summary>A component that makes one tuple of each by a lambda and knows nothing else.</summary>
internal interface IMapNode;
