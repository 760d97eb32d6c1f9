using LambdaSpeed.Checkpoints;
using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Storage;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>Checkpoints in files of a simulated disk.</summary>
internal sealed class SimulatedCheckpointHarness : CheckpointStoreHarness
{
    private readonly SimulatedDisk _disk = new();

    public override ICheckpointStore Open() =>
        new FileCheckpointStore("simulated disk", _disk.Open, new() { SnapshotAfterBytes = SnapshotAfterBytes });
}
