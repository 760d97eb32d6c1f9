using LambdaSpeed.Testing;
using LambdaSpeed.Tests.Simulation;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>Checkpoints in memory that are read by key.</summary>
internal sealed class ByKeyHarness : CheckpointStoreHarness
{
    private readonly ICheckpointStore _store;

    public ByKeyHarness(Func<ICheckpointStore, ICheckpointStore>? decorate = null)
    {
        var store = new ByKeyStore(CheckpointStore.InMemory(), residentBytes: 1000);
        _store = decorate is null ? store : decorate(store);
    }

    public override bool TakesSnapshots => false;

    public override ICheckpointStore Open() => _store;
}
