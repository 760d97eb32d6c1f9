using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>Tuples that cross an edge together. Owned by one task at a time; pooled.</summary>
internal sealed class Chunk<T>(int capacity, bool carriesStamps)
{
    public T[] Items = new T[capacity];

    /// <summary>Beside the tuples; null when the plan carries none.</summary>
    public TupleStamp[]? Stamps = carriesStamps ? new TupleStamp[capacity] : null;

    public int Count;
}
