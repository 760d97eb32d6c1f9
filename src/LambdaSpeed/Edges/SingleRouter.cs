using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends every tuple to the first task: the global grouping, and those that need no user code when there is one
/// receiving task.</summary>
internal sealed class SingleRouter<T>(EdgeWriter<T>[] writers) : TypedEdgeRouter<T>(writers)
{
    public override void Route(TupleBuffer<T> tuples) => SendAll(Writers[0], tuples);
}
