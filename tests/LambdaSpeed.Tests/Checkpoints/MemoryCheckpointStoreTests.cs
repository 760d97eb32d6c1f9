using LambdaSpeed.Checkpoints;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>The contract, kept in memory.</summary>
public sealed class MemoryCheckpointStoreTests : CheckpointStoreContract
{
    [Fact]
    public void Stores_ShareNothing()
    {
        new PlayedRun(CheckpointStore.InMemory(), 1).Open().CommitMany(3);

        using var other = CheckpointStore.InMemory().Open("hits");
        Assert.Null(other.Latest);
        Assert.False(CheckpointStore.InMemory().SurvivesProcess);
    }

    protected override ICheckpointStore CreateStore(long snapshotAfterBytes) => new MemoryCheckpointStore(snapshotAfterBytes);
}
