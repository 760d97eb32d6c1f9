using System.Buffers;
using LambdaSpeed.Outputs;

namespace LambdaSpeed.Topologies;

/// <summary>An output: its tuples leave the topology when their epoch is committed.</summary>
internal sealed class OutputNode<T>(
    NodeShape shape, IOutlet outlet, ICodec<T>? codec, Action<IBufferWriter<byte>, T>? writeKey) : TopologyNode(shape)
{
    /// <summary>Where they go.</summary>
    public IOutlet Outlet => outlet;

    /// <summary>Makes bytes of them; present in every topology that was built.</summary>
    public ICodec<T> Codec => codec!;

    /// <summary>Writes the key of a tuple; null when they have none.</summary>
    public Action<IBufferWriter<byte>, T>? WriteKey => writeKey;

    public override IEnumerable<TopologyProblem> Problems()
    {
        if (codec is null)
        {
            yield return new(Name, $"the type {typeof(T)} has no codec, so its tuples cannot be written",
                "mark the type with [GenerateCodec], or pass a codec to ToLog");
        }
    }

    public override TResult Accept<TResult>(INodeVisitor<TResult> visitor) => visitor.Visit(this);
}
