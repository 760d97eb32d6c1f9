namespace LambdaSpeed;

/// <summary>One task's outputs of one epoch, on their way from the barrier to their place.</summary>
public sealed record SealedOutputs
{
    /// <summary>Makes what a run gives to a place; for tests of one of your own.</summary>
    /// <param name="task">The task, by its number in the output.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="records">The outputs, in order.</param>
    /// <param name="incarnation">The start of the output by which they are known.</param>
    /// <param name="mark">What the place had to keep with them.</param>
    /// <param name="mayBeOut">May some of them be out already?</param>
    public SealedOutputs(
        int task, EpochId epoch, OutputRecords records, long incarnation = 0, ReadOnlyMemory<byte> mark = default, bool mayBeOut = false)
    {
        (Task, Epoch, Records) = (task, epoch, records);
        (Incarnation, Mark, MayBeOut) = (incarnation, mark, mayBeOut);
    }

    /// <summary>The task, by its number in the output.</summary>
    public int Task { get; }

    /// <summary>The epoch.</summary>
    public EpochId Epoch { get; }

    /// <summary>The outputs, in order.</summary>
    public OutputRecords Records { get; }

    /// <summary>The start of the output by which they are known for ever; 0 until they are committed or released.</summary>
    public long Incarnation { get; internal set; }

    /// <summary>What the place had to keep with them; see <see cref="IOutlet.Mark"/>.</summary>
    public ReadOnlyMemory<byte> Mark { get; internal set; }

    /// <summary>May some of them be out already, by an attempt that failed or by another process?</summary>
    public bool MayBeOut { get; internal set; }

    /// <summary>Are they out?</summary>
    internal bool IsReleased { get; set; }

    /// <summary>The id of one of them.</summary>
    /// <param name="sequence">Which, from 0.</param>
    public OutputId IdOf(long sequence) => new(Incarnation, Epoch, sequence);
}
