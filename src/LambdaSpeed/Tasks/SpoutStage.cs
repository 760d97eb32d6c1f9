namespace LambdaSpeed.Tasks;

/// <summary>A spout, seen without its type.</summary>
internal abstract class SpoutStage(StageContext context) : Stage(context)
{
    /// <summary>Asks the spout to accept nothing more; false when it has accepted nothing that it could still emit.</summary>
    public abstract bool BeginStop();

    /// <summary>The spout as one that can be read again; null when it has no positions.</summary>
    public abstract IPositionedSpout? Positioned { get; }

    /// <summary>The spout as one that reads from a server; null when it does not.</summary>
    public abstract IConnectedSource? Connected { get; }

    /// <summary>How many tuples the spout has accepted and not emitted; 0 when it has no queue of its own. Any thread.</summary>
    public abstract int Waiting { get; }

    /// <summary>Bytes of its source that the spout has read; 0 when it does not know.</summary>
    public abstract long BytesRead { get; }

    /// <summary>Asks for so many tuples at most and hands them on; the answer says what comes next.</summary>
    public abstract SpoutStatus Pull(int limit, out int count);
}
