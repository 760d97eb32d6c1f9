using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Simulation;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>Checkpoints in memory that are read by key.</summary>
internal sealed class ByKeyHarness : CheckpointStoreHarness
{
    private readonly ByKeyStore _store = new(CheckpointStore.InMemory(), residentBytes: 1000);

    public override bool TakesSnapshots => false;

    public override ICheckpointStore Open() => _store;
}
