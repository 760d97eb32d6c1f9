using LambdaSpeed.RocksDb;
using LambdaSpeed.Samples.Tests;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Checkpoints;

/// <summary>A real disk that is full: commits are refused, keys can be read all the same, and nothing is lost.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Keys = 40_000;
    private const int Count = 120_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-full-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Disk_ThatIsFull_RefusesCommits_UntilThereIsRoom()
    {
        var place = Path.Combine(_folder.FullName, "disk");
        using var disk = SmallDisk.At(place, megabytes: 6);
        using var journal = RocksDbHarness.StoreAt(place).Open("hits");
        for (var epoch = 1; epoch <= 10; epoch++) KnownCommits.Commit(journal, epoch);
        var failed = 0;
        var latest = 10L;
        for (var attempt = 0; attempt < 1000 && failed < 20; attempt++)
        {
            disk.Fill(kilobytesLeft: 0);
            try
            {
                KnownCommits.Commit(journal, latest + 1);
                latest++;
            }
            catch (CheckpointWriteException)
            {
                failed++;
            }
        }
        Assert.Equal(20, failed);
        disk.Clear();
        for (var epoch = latest + 1; epoch <= latest + 10; epoch++) KnownCommits.Commit(journal, epoch);
        journal.Dispose();

        using var again = RocksDbHarness.StoreAt(place).Open("hits");
        Assert.Equal(KnownCommits.FoldOf(latest + 10), KnownCommits.Read(again));
    }

    /// <summary>While the database is closed, since it cannot be opened again, another run may take the place.</summary>
    [Fact]
    public void Keys_OfAPlaceThatAnotherRunHasTaken_AreNotRead()
    {
        var place = Path.Combine(_folder.FullName, "disk");
        var (current, aside) = (Path.Combine(place, "hits", "CURRENT"), Path.Combine(_folder.FullName, "aside"));
        using var disk = SmallDisk.At(place, megabytes: 6);
        using var journal = (IKeyedJournal)RocksDbHarness.StoreAt(place).Open("hits");
        KnownCommits.Commit(journal, 1);
        File.Copy(current, aside);
        File.Delete(current); // without which nobody can open it
        disk.Fill(kilobytesLeft: 0);
        Assert.Throws<CheckpointWriteException>(() =>
        {
            for (var epoch = 2; epoch < 1000; epoch++) KnownCommits.Commit(journal, epoch);
        });
        disk.Clear();
        File.Copy(aside, current);
        using var other = RocksDbHarness.StoreAt(place).Open("hits");

        Assert.Throws<StorageLockedException>(
            () => journal.ReadKeys("view:counted", [new byte[8]], (_, _) => Assert.Fail("a key of another run was read")));
    }

    [Fact]
    public async Task Run_WhoseStateIsLargerThanMemory_WaitsForRoom_AndGoesOn()
    {
        var place = Path.Combine(_folder.FullName, "disk");
        using var disk = SmallDisk.At(place, megabytes: 48);
        var store = new RocksDbCheckpointStore(new() { Path = place, MemoryBytes = 8 << 20 });
        var builder = new TopologyBuilder("full");
        var view = builder.AddSpout("numbers", Spouts.GeneratePaced(i => i * 7919 % Keys, 20_000, Count)).GroupBy(key => key)
            .Then("count", () => new KeepingBolt(), 2).GroupBy(_ => 0).Aggregate("sum", a => a.Count()).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), new() { Checkpoints = store }, RunFixture.Cancel);
        await run.Until(() => run.View(view).TryGet(0, out var sum) && sum > 30_000);
        var isRetrying = false;
        for (var i = 0; (i < 30 || !isRetrying) && !run.Completion.IsCompleted; i++)
        {
            disk.Fill(kilobytesLeft: 0);
            await Task.Delay(100, RunFixture.Cancel);
            isRetrying |= run.Describe().Checkpoints!.State == CheckpointState.Retrying;
        }
        disk.Clear();
        await run.Within(run.Completion);

        Assert.Equal(Count, run.View(view).Get(0));
        Assert.True(isRetrying, "the disk was never full");
        Assert.Equal(0, run.Restarts);
    }
}
