namespace LambdaSpeed.Checkpoints;

/// <summary>Which commit: its epoch, and the incarnation that wrote it, since a run that was given up may have written the same
/// epoch.</summary>
internal readonly record struct CommitId(long Incarnation, EpochId Epoch)
{
    /// <summary>Before the first commit.</summary>
    public static CommitId None => default;

    public override string ToString() => $"{Epoch} of incarnation {Incarnation}";
}
