using System.Runtime.CompilerServices;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>The sending end of an edge: gathers tuples into chunks and keeps what the edge has no room for.</summary>
/// <remarks>Never waits. What is kept stays in order and is bounded by what one call of the component emits: its task is not stepped
/// while anything is kept. A chunk is sent when it holds as many tuples as the receiver asks for, so that the edge before a slow one never
/// holds more than a few milliseconds of work. Touched only by the sending task's step.</remarks>
internal sealed class EdgeWriter<T>(EdgeChannel<T> channel, ChunkPool<T> pool, OutputGate gate)
{
    private static readonly Chunk<T> _none = new(0, carriesStamps: false); // stands for no chunk; never filled

    private readonly Queue<EdgeMessage<T>> _kept = new();
    private Chunk<T> _open = _none; // being filled
    private int _limit;      // tuples with which it is sent
    private int _cut;        // tuples of the first kept chunk that were sent already
    private long _watermark; // noted, and not sent yet; None when it was

    /// <summary>Tuples on the way, those gathered here included.</summary>
    public long Backlog => channel.Backlog + _open.Count;

    public bool CarriesStamps => pool.CarriesStamps;

    /// <summary>Would the edge take a chunk now? When not, this task is woken when it would.</summary>
    public bool HasRoomOrWakes() => _kept.Count == 0 && channel.HasRoomOrWakes();

    /// <summary>How many tuples the receiver would like at a time.</summary>
    public int Wanted => Math.Min(channel.Wanted, pool.ChunkSize);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T item)
    {
        var open = _open;
        var items = open.Items;
        var count = open.Count;
        if ((uint)count >= (uint)items.Length)
        {
            open = Open();
            items = open.Items;
        }
        items[count] = item;
        open.Count = ++count;
        if (count >= _limit) SendOpen();
    }

    public void Add(in T item, in TupleStamp stamp)
    {
        var open = _open == _none ? Open() : _open;
        open.Stamps![open.Count] = stamp;
        Add(item);
    }

    /// <summary>Adds tuples until the open chunk is full; says how many.</summary>
    public int AddSome(ReadOnlySpan<T> items, ReadOnlySpan<TupleStamp> stamps)
    {
        if (items.IsEmpty) return 0;
        var open = _open == _none ? Open() : _open;
        var count = Math.Min(items.Length, _limit - open.Count);
        items[..count].CopyTo(open.Items.AsSpan(open.Count));
        if (open.Stamps is not null) stamps[..count].CopyTo(open.Stamps.AsSpan(open.Count));
        open.Count += count;
        if (open.Count >= _limit) SendOpen();
        return count;
    }

    /// <summary>Sends what was gathered, and the signal behind it.</summary>
    public void Signal(Signal signal) => Send(TakeOpen(isIdle: true) with { Signal = signal });

    /// <summary>Notes a watermark: behind all tuples added so far, and on its way with the next message.</summary>
    public void NoteWatermark(long watermark) => _watermark = watermark;

    /// <summary>Sends what was gathered, however little. A watermark alone only when there is room: the next message takes it
    /// along.</summary>
    /// <param name="isIdle">Is no more coming for now? Else the sender may have tuples that have not come to this edge, and that it was
    /// idle before these is not to be said any more.</param>
    public void Flush(bool isIdle)
    {
        if (_open.Count > 0) Send(TakeOpen(isIdle));
        else if (_watermark != Watermark.None && (isIdle || !Watermark.IsIdle(_watermark)) && HasRoomOrWakes()) Send(TakeOpen(isIdle));
    }

    /// <summary>Sends what was kept, as far as there is room; true when nothing is left.</summary>
    public bool TrySendKept()
    {
        while (_kept.TryPeek(out var message))
        {
            var wanted = Wanted; // the receiver may ask for others meanwhile
            if (message.Chunk is { } chunk && chunk.Count - _cut > wanted)
            {
                if (!channel.HasRoomOrWakes()) return false;
                channel.TryWrite(new(CutOff(chunk, wanted), default));
                continue;
            }
            if (_cut > 0) MoveToFront(message.Chunk!);
            if (!channel.TryWrite(message)) return false;
            _kept.Dequeue();
            if (_kept.Count == 0) EndKeeping();
        }
        return true;
    }

    /// <summary>What was gathered while something was kept is kept too if it is a chunk; else the edge is open again.</summary>
    private void EndKeeping()
    {
        _limit = Wanted;
        if (_open.Count >= _limit) _kept.Enqueue(TakeOpen(isIdle: false));
        else gate.Open();
    }

    /// <summary>The next tuples of the first chunk that is kept, as a chunk.</summary>
    private Chunk<T> CutOff(Chunk<T> kept, int count)
    {
        var cut = pool.Take();
        kept.Items.AsSpan(_cut, count).CopyTo(cut.Items);
        kept.Stamps?.AsSpan(_cut, count).CopyTo(cut.Stamps);
        cut.Count = count;
        _cut += count;
        return cut;
    }

    /// <summary>Closes the gap that cutting has left.</summary>
    private void MoveToFront(Chunk<T> kept)
    {
        var count = kept.Count - _cut;
        kept.Items.AsSpan(_cut, count).CopyTo(kept.Items);
        kept.Stamps?.AsSpan(_cut, count).CopyTo(kept.Stamps);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) kept.Items.AsSpan(count, _cut).Clear();
        (kept.Count, _cut) = (count, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Chunk<T> Open()
    {
        _limit = _kept.Count == 0 ? Wanted : pool.ChunkSize; // what is kept is cut when there is room
        return _open = pool.Take();
    }

    private void SendOpen() => Send(TakeOpen(isIdle: false));

    /// <summary>What was gathered, if anything, with the watermark that was noted. That the sender was idle before these tuples came is not
    /// said with them: it stays here, to be replaced.</summary>
    private EdgeMessage<T> TakeOpen(bool isIdle)
    {
        var chunk = _open == _none ? null : _open;
        _open = _none;
        if (Watermark.IsIdle(_watermark) && !isIdle) return new(chunk, default);
        var message = new EdgeMessage<T>(chunk, default, _watermark);
        _watermark = Watermark.None;
        return message;
    }

    private void Send(in EdgeMessage<T> message)
    {
        if (_kept.Count == 0)
        {
            if (channel.TryWrite(message)) return;
            gate.Close();
        }
        _kept.Enqueue(message);
    }
}
