using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>The receiving end of an edge: hands chunks to the stage behind by exchanging arrays, not by copying.</summary>
internal sealed class TypedEdgeReader<T>(EdgeChannel<T> channel, ChunkPool<T> pool, TupleBuffer<T> target) : EdgeReader
{
    public override bool HasRoom => target.IsEmpty;

    public override bool IsSignalNext => channel.IsSignalNext;

    public override void Ask(int tuples) => channel.Wanted = tuples;

    public override bool TryRead(out Signal signal, out long watermark)
    {
        if (!channel.TryRead(out var message))
        {
            signal = default;
            watermark = Watermark.None;
            return false;
        }
        signal = message.Signal;
        watermark = message.Watermark;
        if (message.Chunk is { } chunk)
        {
            target.Exchange(ref chunk.Items, ref chunk.Stamps, chunk.Count);
            pool.Return(chunk);
        }
        return true;
    }
}
