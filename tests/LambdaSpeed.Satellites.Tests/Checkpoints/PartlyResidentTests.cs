using LambdaSpeed.RocksDb;
using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Checkpoints;

/// <summary>Runs whose state is larger than what they may keep in memory.</summary>
public sealed class PartlyResidentTests : IDisposable
{
    private const int Keys = 60_000; // of 8 bytes and 100; about a third of them fits

    private static readonly ViewName<long, long> _visits = new("visits");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-partly-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_CountsRight_AndTheNextStartReadsNoKeyBeforeItIsUsed()
    {
        var store = new WatchedJournals(new RocksDbCheckpointStore(new() { Path = _folder.FullName, MemoryBytes = 8 << 20 }));
        Assert.Equal(SumUpTo(90_000), await CountAsync(store, 90_000, tasks: 1));
        Assert.InRange(store.KeysRead, Keys + 10_000, 100_000); // each once when it was new, and those that had gone again

        var before = store.KeysRead;
        Assert.Equal(SumUpTo(150_000), await CountAsync(store, 150_000, tasks: 2));
        Assert.InRange(store.KeysRead - before, 50_000, 70_000);
        Assert.DoesNotContain(store.SectionsRead, section => section.StartsWith("state:", StringComparison.Ordinal));
        Assert.NotEmpty(store.SectionsRead);
    }

    [Fact]
    public async Task View_LargerThanItsMemory_IsReadWhileItIsWritten_AndTheNextStartReadsNoneOfIt()
    {
        var store = new WatchedJournals(new RocksDbCheckpointStore(new() { Path = _folder.FullName, MemoryBytes = 8 << 20 }));
        await using (var run = await StartViewAsync(store, 90_000, tasks: 1))
        {
            var rounds = 0;
            for (; !run.Completion.IsCompleted; rounds++)
            {
                var content = run.View(_visits).All().ToDictionary();
                Assert.All(content, pair => Assert.InRange(pair.Value, 1, 2));
                Assert.True(content.Count == Keys || content.Values.All(visits => visits == 1), "an epoch was read in part");
            }
            await run.Within(run.Completion);
            Assert.True(rounds > 1, $"read {rounds} times beside the writer");
            Assert.Equal(Keys, run.View(_visits).Count);
            Assert.InRange(run.Describe().Views.Single().KeysInMemory, 1, Keys - 10_000);
        }
        await using (var run = await StartViewAsync(store, 150_000, tasks: 3))
        {
            Assert.Equal(Keys, run.View(_visits).Count);
            await run.Within(run.Completion);
            var content = run.View(_visits).All().ToDictionary();
            Assert.Equal(Keys, content.Count);
            Assert.Equal(150_000, content.Values.Sum());
            for (var key = 0L; key < Keys; key += 101) Assert.Equal(content[key], run.View(_visits).Get(key));
            Assert.Equal(Keys, run.View(_visits).Count);
        }
        Assert.DoesNotContain(store.SectionsRead, section => section.StartsWith("view:", StringComparison.Ordinal));
    }

    private static Task<TopologyRun> StartViewAsync(ICheckpointStore store, long count, int tasks)
    {
        var builder = new TopologyBuilder("views");
        builder.AddSpout("numbers", Spouts.GeneratePaced(i => i * 7919 % Keys, 20_000, count)).GroupBy(key => key)
            .Aggregate(_visits.Name, a => a.Count(), tasks).HoldHotKeys().ToView();
        return SpeedLayer.StartAsync(builder.Build(), new() { Checkpoints = store }, RunFixture.Cancel);
    }

    private static async Task<long> CountAsync(ICheckpointStore store, long count, int tasks)
    {
        var builder = new TopologyBuilder("partly");
        var sums = builder.AddSpout("visits", Spouts.Generate(i => i * 7919 % Keys, count)).GroupBy(key => key)
            .Then("count", () => new KeepingBolt(), tasks).GroupBy(_ => 0).Aggregate("sums", a => a.Sum(visits => visits)).ToView();
        await using var run = await SpeedLayer.StartAsync(builder.Build(), new() { Checkpoints = store }, RunFixture.Cancel);
        await run.Within(run.Completion);
        return run.View(sums).Get(0);
    }

    /// <summary>Each visit counts as the how-manieth of its key it is.</summary>
    private static long SumUpTo(long count) => Enumerable.Range(0, (int)count).Sum(visit => 1L + (visit / Keys));
}
