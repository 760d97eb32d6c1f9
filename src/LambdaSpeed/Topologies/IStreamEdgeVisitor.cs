namespace LambdaSpeed.Topologies;

/// <summary>Meets a stream edge with the type of its tuples.</summary>
internal interface IStreamEdgeVisitor<out TResult>
{
    TResult Visit<T>(TypedStreamEdge<T> edge);
}
