using System.Runtime.CompilerServices;
using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>The sending end of an edge: gathers tuples into chunks and keeps what the edge has no room for.</summary>
/// <remarks>Never waits. What is kept stays in order and is bounded by what one call of the component emits: its task is not stepped
/// while anything is kept. Touched only by the sending task's step.</remarks>
internal sealed class EdgeWriter<T>(EdgeChannel<T> channel, ChunkPool<T> pool, OutputGate gate)
{
    private readonly Queue<EdgeMessage<T>> _kept = new();
    private Chunk<T> _open = pool.Take(); // being filled
    private long _watermark; // noted, and not sent yet; None when it was

    /// <summary>Tuples on the way, those gathered here included.</summary>
    public long Backlog => channel.Backlog + _open.Count;

    public bool CarriesStamps => _open.Stamps is not null;

    /// <summary>Would the edge take a chunk now? When not, this task is woken when it would.</summary>
    public bool HasRoomOrWakes() => _kept.Count == 0 && channel.HasRoomOrWakes();

    public int ChunkSize => pool.ChunkSize;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T item)
    {
        var open = _open;
        var items = open.Items;
        var count = open.Count;
        items[count] = item;
        open.Count = ++count;
        if (count == items.Length) SendOpen();
    }

    public void Add(in T item, in TupleStamp stamp)
    {
        _open.Stamps![_open.Count] = stamp;
        Add(item);
    }

    /// <summary>Adds tuples until the open chunk is full; says how many.</summary>
    public int AddSome(ReadOnlySpan<T> items, ReadOnlySpan<TupleStamp> stamps)
    {
        var open = _open;
        var count = Math.Min(items.Length, open.Items.Length - open.Count);
        items[..count].CopyTo(open.Items.AsSpan(open.Count));
        if (open.Stamps is not null) stamps[..count].CopyTo(open.Stamps.AsSpan(open.Count));
        open.Count += count;
        if (open.Count == open.Items.Length) SendOpen();
        return count;
    }

    /// <summary>Sends what was gathered, and the signal behind it.</summary>
    public void Signal(Signal signal)
    {
        Chunk<T>? chunk = null;
        if (_open.Count > 0)
        {
            chunk = _open;
            _open = pool.Take();
        }
        Send(chunk, signal);
    }

    /// <summary>Notes a watermark: behind all tuples added so far, and on its way with the next message.</summary>
    public void NoteWatermark(long watermark) => _watermark = watermark;

    /// <summary>Sends what was gathered, however little. A watermark alone only when there is room: the next message takes it
    /// along.</summary>
    /// <param name="isIdle">Is no more coming for now? Else the sender may have tuples that have not come to this edge, and that it was
    /// idle before these is not to be said any more.</param>
    public void Flush(bool isIdle)
    {
        if (_open.Count > 0) SendOpen(isIdle);
        else if (_watermark != Watermark.None && (isIdle || _watermark != Watermark.Idle) && HasRoomOrWakes()) Send(null, default);
    }

    /// <summary>Sends what was kept, as far as there is room; true when nothing is left.</summary>
    public bool TrySendKept()
    {
        while (_kept.TryPeek(out var message))
        {
            if (!channel.TryWrite(message)) return false;
            _kept.Dequeue();
            if (_kept.Count == 0) gate.Open();
        }
        return true;
    }

    private void SendOpen(bool isIdle = false)
    {
        var chunk = _open;
        _open = pool.Take();
        var isIdleBefore = _watermark == Watermark.Idle && !isIdle; // said before these tuples came: it stays here, to be replaced
        if (isIdleBefore) _watermark = Watermark.None;
        Send(chunk, default);
        if (isIdleBefore) _watermark = Watermark.Idle;
    }

    private void Send(Chunk<T>? chunk, Signal signal)
    {
        var message = new EdgeMessage<T>(chunk, signal, _watermark);
        _watermark = Watermark.None;
        if (_kept.Count == 0)
        {
            if (channel.TryWrite(message)) return;
            gate.Close();
        }
        _kept.Enqueue(message);
    }
}
