using LambdaSpeed.Checkpoints;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Tests.Faults;

/// <summary>Checkpoints in memory, in a store that could fail.</summary>
internal sealed class FlakyCheckpointHarness : CheckpointStoreHarness
{
    private readonly FlakyCheckpointStore _store = new(new MemoryCheckpointStore(SnapshotAfterBytes));

    public override ICheckpointStore Open() => _store;
}
