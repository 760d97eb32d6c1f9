using System.Buffers;

namespace LambdaSpeed.Topologies;

/// <summary>An output: its tuples leave the topology when their epoch is committed.</summary>
internal sealed class OutputNode<T>(
    NodeShape shape, Func<IOutlet> outlet, Action<IBufferWriter<byte>, T>? write, Action<IBufferWriter<byte>, T>? writeKey)
    : TopologyNode(shape)
{
    /// <summary>Makes where they go, for an attempt.</summary>
    public Func<IOutlet> Outlet => outlet;

    /// <summary>Makes bytes of them; present in every topology that was built.</summary>
    public Action<IBufferWriter<byte>, T> Write => write!;

    /// <summary>Writes the key of a tuple; null when they have none.</summary>
    public Action<IBufferWriter<byte>, T>? WriteKey => writeKey;

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (write is null)
        {
            yield return new(Name, $"the type {typeof(T)} has no codec, so its tuples cannot be written",
                "mark the type with [GenerateCodec], or pass a codec to ToLog or ToOutlet");
        }
    }

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
