namespace LambdaSpeed.Checkpoints;

/// <summary>The newest commit, as its store knows it and as its users see it.</summary>
/// <param name="Id">Which it is.</param>
/// <param name="Checkpoint">What was committed with it.</param>
internal sealed record LatestCommit(CommitId Id, Checkpoint Checkpoint)
{
    /// <param name="id">Which it is.</param>
    /// <param name="manifest">Its manifest, which nobody writes to.</param>
    public LatestCommit(CommitId id, byte[] manifest) : this(id, new Checkpoint(id.Epoch, manifest))
    {
    }
}
