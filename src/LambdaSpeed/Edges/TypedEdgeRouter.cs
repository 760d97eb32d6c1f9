using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>The sending side of a stream edge in one task: chooses the receiving task for each tuple. One subclass for each
/// grouping.</summary>
internal abstract class TypedEdgeRouter<T>(EdgeWriter<T>[] writers) : EdgeRouter
{
    protected EdgeWriter<T>[] Writers => writers;

    /// <summary>Routes all unread tuples of a buffer; the caller clears it.</summary>
    public abstract void Route(TupleBuffer<T> tuples);

    public override void Signal(Signal signal)
    {
        foreach (var writer in writers) writer.Signal(signal);
    }

    public override void NoteWatermark(long watermark)
    {
        foreach (var writer in writers) writer.NoteWatermark(watermark);
    }

    public override void Flush(bool isIdle)
    {
        foreach (var writer in writers) writer.Flush(isIdle);
    }

    public override bool TrySendKept()
    {
        var isEmpty = true;
        foreach (var writer in writers) isEmpty &= writer.TrySendKept();
        return isEmpty;
    }

    /// <summary>Sends all tuples of the buffer to one task.</summary>
    protected static void SendAll(EdgeWriter<T> writer, TupleBuffer<T> tuples)
    {
        var items = tuples.Unread;
        var stamps = tuples.UnreadStamps;
        while (items.Length > 0)
        {
            var count = writer.AddSome(items, stamps);
            items = items[count..];
            if (stamps.Length > 0) stamps = stamps[count..];
        }
    }
}
