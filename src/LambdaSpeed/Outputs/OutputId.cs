namespace LambdaSpeed;

/// <summary>Which output of a task it is. The outputs of one task are released with ascending ids.</summary>
/// <param name="Incarnation">Which start of the output it was emitted in: epochs begin anew where checkpoints are gone.</param>
/// <param name="Epoch">The epoch that committed it.</param>
/// <param name="Sequence">Its number among the task's outputs of the epoch, from 0.</param>
public readonly record struct OutputId(long Incarnation, EpochId Epoch, long Sequence) : IComparable<OutputId>
{
    /// <summary>By incarnation, epoch, sequence.</summary>
    public int CompareTo(OutputId other) =>
        (Incarnation, Epoch, Sequence).CompareTo((other.Incarnation, other.Epoch, other.Sequence));

    /// <summary>Was the left one released before the right one, of the same task?</summary>
    public static bool operator <(OutputId left, OutputId right) => left.CompareTo(right) < 0;

    /// <summary>The other way round.</summary>
    public static bool operator >(OutputId left, OutputId right) => left.CompareTo(right) > 0;

    /// <summary>Is the right one not before the left one?</summary>
    public static bool operator <=(OutputId left, OutputId right) => left.CompareTo(right) <= 0;

    /// <summary>The other way round.</summary>
    public static bool operator >=(OutputId left, OutputId right) => left.CompareTo(right) >= 0;
}
