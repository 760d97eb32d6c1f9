using System.Diagnostics;
using System.Threading.Channels;

namespace LambdaSpeed.Edges;

/// <summary>The bounded way from one sending task to one receiving task. One writer, one reader, neither ever waits in it.</summary>
/// <remarks>
/// A channel for each pair of tasks, so that aligning barriers is merely not reading some of them. A refused write is repeated when the
/// reader wakes the writer: both sides pass the channel's lock, so either the reader sees that the writer waits, or the writer's second
/// try finds room.
/// </remarks>
[DebuggerDisplay("{Name}: {Depth} of {Capacity} chunks")]
internal sealed class EdgeChannel<T>(string name, int capacity, IWakeable reader, IWakeable writer) : IEdgeMeter
{
    private readonly Channel<EdgeMessage<T>> _channel = Channel.CreateBounded<EdgeMessage<T>>(new BoundedChannelOptions(capacity)
    {
        SingleReader = true,
        SingleWriter = true,
    });

    private volatile bool _writerWaits; // set by the writer when it is refused, cleared by the reader when it made room
    private long _sent;                 // tuples written, by the writer
    private long _received;             // tuples read, by the reader

    public string Name => name;

    public int Capacity => capacity;

    public int Depth => _channel.Reader.Count;

    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Tuples on the way: what the load-aware shuffle compares.</summary>
    public long Backlog => Volatile.Read(ref _sent) - Volatile.Read(ref _received);

    /// <summary>Is there room for a chunk? When not, the writer is woken when there is.</summary>
    public bool HasRoomOrWakes()
    {
        if (Depth < capacity) return true;
        _writerWaits = true;
        return Depth < capacity; // both sides pass the channel's lock, as in TryWrite
    }

    public bool TryWrite(in EdgeMessage<T> message)
    {
        var count = message.Chunk?.Count ?? 0;
        if (!_channel.Writer.TryWrite(message))
        {
            _writerWaits = true;
            if (!_channel.Writer.TryWrite(message)) return false;
            _writerWaits = false;
        }
        Volatile.Write(ref _sent, _sent + count);
        reader.Wake();
        return true;
    }

    public bool TryRead(out EdgeMessage<T> message)
    {
        if (!_channel.Reader.TryRead(out message)) return false;

        if (message.Chunk is { } chunk) Volatile.Write(ref _received, _received + chunk.Count);
        if (_writerWaits)
        {
            _writerWaits = false;
            writer.Wake();
        }
        return true;
    }
}
