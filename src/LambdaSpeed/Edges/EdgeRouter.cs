using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>The sending side of a stream edge in one task, seen without its type.</summary>
internal abstract class EdgeRouter
{
    /// <summary>Sends a signal to every receiving task, behind all tuples routed so far.</summary>
    public abstract void Signal(Signal signal);

    /// <summary>Notes how far event time has come; sent with the next message, or by <see cref="Flush"/>.</summary>
    public abstract void NoteWatermark(long watermark);

    /// <summary>Sends partly filled chunks, because no more is coming for now (idle), or because it is the turn of others.</summary>
    public abstract void Flush(bool isIdle);

    /// <summary>Sends what the edges had no room for; each edge on its own. True when nothing is left.</summary>
    public abstract bool TrySendKept();
}
