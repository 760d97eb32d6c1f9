using LambdaSpeed.Building;

namespace LambdaSpeed;

/// <summary>A stream without duplicates, with the tuples that came too late to be told from such beside it. Immutable.</summary>
/// <typeparam name="T">The tuples.</typeparam>
public sealed class DeduplicatedStream<T> : Stream<T>
{
    private readonly SideOutput<T> _late;

    internal DeduplicatedStream(TopologyDraft draft, NodeDraft node, SideOutput<T> late)
        : base(draft, new StreamSource(node, node.AddOutput(typeof(T)))) => _late = late;

    /// <summary>The tuples that came behind the watermark of their source by more than the allowed lateness: whether their ids had come
    /// before is not known any more. Counted whether they are read or not; none where there is no event time.</summary>
    public Stream<T> LateTuples() => Side(_late);
}
