using System.Diagnostics;
using System.Threading.Channels;
using LambdaSpeed.Invariants;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>The bounded way from one sending task to one receiving task. One writer, one reader, neither ever waits in it.</summary>
/// <remarks>
/// A channel for each pair of tasks, so that aligning barriers is merely not reading some of them. A refused write is repeated when the
/// reader wakes the writer: both sides pass the channel's lock, so either the reader sees that the writer waits, or the writer's second
/// look finds room.
/// <para>A signal is always taken, also by a full edge: a receiver that stands still must not hold up the barrier's way to all others, nor
/// a sender that goes round it. There is never more than a barrier and the last signal on the way, for the next barrier begins after all
/// acknowledgements of this one.</para>
/// </remarks>
[DebuggerDisplay("{Name}: {Depth} of {Capacity} chunks")]
internal sealed class EdgeChannel<T>(string name, int capacity, IWakeable reader, IWakeable writer) : IEdgeMeter
{
    private const int RoomForSignals = 2; // a barrier and the last signal
    private const int FirstWanted = 4;    // before the reader knows

    private readonly Channel<EdgeMessage<T>> _channel = Channel.CreateBounded<EdgeMessage<T>>(
        new BoundedChannelOptions(capacity + RoomForSignals) { SingleReader = true, SingleWriter = true });

    private volatile bool _writerWaits; // set by the writer when it is refused, cleared by the reader when it made room
    private volatile int _wanted = FirstWanted; // see Wanted; by the reader
    private long _sent;                 // tuples written, by the writer
    private long _received;             // tuples read, by the reader

    public string Name => name;

    /// <summary>How many tuples the reader would like at a time, so that a full edge is little work. Any thread.</summary>
    public int Wanted { get => _wanted; set => _wanted = value; }

    public int Capacity => capacity;

    public int Depth => Math.Min(_channel.Reader.Count, capacity);

    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Tuples on the way: what the load-aware shuffle compares.</summary>
    public long Backlog => Volatile.Read(ref _sent) - Volatile.Read(ref _received);

    /// <summary>Is the next message one without tuples? For the reader.</summary>
    public bool IsSignalNext => _channel.Reader.TryPeek(out var message) && message.Chunk is null;

    /// <summary>Is there room for a chunk? When not, the writer is woken when there is.</summary>
    public bool HasRoomOrWakes()
    {
        if (Depth < capacity) return true;
        _writerWaits = true;
        return Depth < capacity;
    }

    /// <summary>Writes a message. A chunk without a signal is refused when the edge is full; the writer is then woken when there is
    /// room.</summary>
    public bool TryWrite(in EdgeMessage<T> message)
    {
        var isSignal = message.Signal.Kind != SignalKind.None;
        if (!isSignal && !HasRoomOrWakes()) return false;

        var count = message.Chunk?.Count ?? 0;
        var isTaken = _channel.Writer.TryWrite(message);
        Invariant.Require(isTaken, $"edge {name} with {Depth} of {capacity} chunks refused a message of {count} tuples, {message.Signal}");
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
