using LambdaSpeed.Checkpoints;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>Checkpoints in memory, which are the store object's.</summary>
internal sealed class MemoryCheckpointHarness : CheckpointStoreHarness
{
    private readonly MemoryCheckpointStore _store = new(SnapshotAfterBytes);

    public override ICheckpointStore Open() => _store;
}
