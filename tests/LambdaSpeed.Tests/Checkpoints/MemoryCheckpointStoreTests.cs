using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

public sealed class MemoryCheckpointStoreTests
{
    [Fact]
    public void Stores_ShareNothing()
    {
        new PlayedRun(CheckpointStore.InMemory(), 1).Open().CommitMany(3);

        using var other = CheckpointStore.InMemory().Open("hits");
        Assert.Null(other.Latest);
        Assert.False(CheckpointStore.InMemory().SurvivesProcess);
    }
}
