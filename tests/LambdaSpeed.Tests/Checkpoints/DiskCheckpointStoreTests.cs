using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Checkpoints;

/// <summary>What is beyond the contract, in files of a real directory.</summary>
public sealed class DiskCheckpointStoreTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("lambdaspeed-checkpoints-").FullName;

    private ICheckpointStore Store => CheckpointStore.InDirectory(_path, new() { SnapshotAfterBytes = 20_000 });

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void AnotherStoreOfTheDirectory_SeesTheSame()
    {
        var run = Run().CommitMany(5);
        run.Journal.Dispose();

        using var journal = CheckpointStore.InDirectory(_path).Open("hits");
        Assert.Equal(run.State, KeyedBytes.ReadFrom(journal));
        Assert.True(Store.SurvivesProcess);
        Assert.Contains(_path, Store.Description);
    }

    [Fact]
    public void Store_TouchesNothing_BeforeItIsOpened()
    {
        var path = Path.Combine(_path, "a", "b");
        var store = CheckpointStore.InDirectory(path);

        Assert.False(Directory.Exists(path));
        store.Open("hits").Dispose();
        Assert.True(Directory.Exists(path));
    }

    [Fact]
    public void FilesThatAreNotItsOwn_AreLeftAlone()
    {
        var run = Run().CommitMany(3).Snapshot();
        var other = Path.Combine(_path, "hits", "notes.txt");
        File.WriteAllText(other, "mine");

        run.CommitMany(3).Snapshot().CommitMany(3).Snapshot().Reopen();
        Assert.Equal("mine", File.ReadAllText(other));
    }

    [Fact]
    public void DirectoryThatCannotBeMade_IsReported()
    {
        var file = Path.Combine(_path, "file");
        File.WriteAllText(file, "");

        var exception = Assert.Throws<CheckpointWriteException>(() => CheckpointStore.InDirectory(Path.Combine(file, "below")).Open("hits"));
        Assert.Contains(file, exception.Message);
    }

    [Fact]
    public void Misuse_IsRefusedAtOnce()
    {
        Assert.ThrowsAny<ArgumentException>(() => CheckpointStore.InDirectory(" "));
        Assert.Throws<ArgumentOutOfRangeException>(() => CheckpointStore.InDirectory(_path, new() { SnapshotAfterBytes = 0 }));
    }

    private PlayedRun Run() => new PlayedRun(Store, 1).Open();
}
