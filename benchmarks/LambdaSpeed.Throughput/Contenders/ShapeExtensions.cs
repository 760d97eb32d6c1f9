namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Applies a shape to a keyed stream.</summary>
internal static class ShapeExtensions
{
    public static KeyedStream<TKey, T> By<TKey, T>(this KeyedStream<TKey, T> stream, LambdaSpeedContenders.Shape shape)
        where TKey : notnull => shape.PreAggregates ? stream.PreAggregate() : stream;
}
