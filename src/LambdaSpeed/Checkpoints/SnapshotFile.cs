namespace LambdaSpeed.Checkpoints;

/// <summary>A complete snapshot.</summary>
/// <param name="Id">The commit whose state it holds, with the commits after it.</param>
/// <param name="Through">The newest epoch of which it may hold something: its own, or a later one, to which the commits must reach.</param>
/// <param name="Bytes">How large it is.</param>
internal readonly record struct SnapshotFile(CommitId Id, EpochId Through, long Bytes)
{
    public CheckpointFileName File => CheckpointFileName.Snapshot(Id.Epoch);
}
