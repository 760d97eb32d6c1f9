namespace LambdaSpeed.Outputs;

/// <summary>Which output of a task it is. The outputs of one task that go to one partition of a log are appended with ascending
/// ids.</summary>
/// <param name="Incarnation">Which start of the output it was emitted in: epochs begin anew where checkpoints are gone.</param>
/// <param name="Epoch">The epoch that committed it.</param>
/// <param name="Sequence">Its number among the task's outputs of the epoch, from 0.</param>
internal readonly record struct OutputId(long Incarnation, EpochId Epoch, long Sequence) : IComparable<OutputId>
{
    public int CompareTo(OutputId other) =>
        (Incarnation, Epoch, Sequence).CompareTo((other.Incarnation, other.Epoch, other.Sequence));

    public static bool operator <=(OutputId left, OutputId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OutputId left, OutputId right) => left.CompareTo(right) >= 0;
}
