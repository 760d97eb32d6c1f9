namespace LambdaSpeed.Checkpoints;

/// <summary>A complete snapshot.</summary>
/// <param name="Id">The commit whose state it holds.</param>
/// <param name="Bytes">How large it is.</param>
internal readonly record struct SnapshotFile(CommitId Id, long Bytes)
{
    public CheckpointFileName File => CheckpointFileName.Snapshot(Id.Epoch);
}
