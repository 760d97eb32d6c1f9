using LambdaSpeed.Checkpoints;
using LambdaSpeed.Tests.Storage;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>The contract, kept in files of a simulated disk.</summary>
public sealed class SimulatedCheckpointStoreTests : CheckpointStoreContract
{
    private readonly SimulatedDisk _disk = new();

    protected override ICheckpointStore CreateStore(long snapshotAfterBytes) =>
        new FileCheckpointStore("simulated disk", _disk.Open, new() { SnapshotAfterBytes = snapshotAfterBytes });
}
