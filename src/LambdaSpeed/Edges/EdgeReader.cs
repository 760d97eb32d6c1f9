using LambdaSpeed.Streams;

namespace LambdaSpeed.Edges;

/// <summary>The receiving end of an edge, seen without its type.</summary>
internal abstract class EdgeReader
{
    /// <summary>Is there room for a chunk, so that <see cref="TryRead"/> may be called?</summary>
    public abstract bool HasRoom { get; }

    /// <summary>Is the next message one without tuples?</summary>
    public abstract bool IsSignalNext { get; }

    /// <summary>Reads the next message: its tuples go to the stage behind, its watermark and its signal to the caller.</summary>
    public abstract bool TryRead(out Signal signal, out long watermark);

    /// <summary>Asks the sender for so many tuples at a time, at most.</summary>
    public abstract void Ask(int tuples);
}
