using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Sends every tuple to every task.</summary>
internal sealed class AllRouter<T>(EdgeWriter<T>[] writers) : TypedEdgeRouter<T>(writers)
{
    public override void Route(TupleBuffer<T> tuples)
    {
        foreach (var writer in Writers) SendAll(writer, tuples);
    }
}
