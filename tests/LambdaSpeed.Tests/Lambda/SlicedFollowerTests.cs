using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.Views;
using Xunit;
using static LambdaSpeed.Tests.Lambda.LoggedWords;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Stores that follow a view slice by slice, over cuts, batch views and restarts of whole runs.</summary>
public sealed class SlicedFollowerTests : IDisposable
{
    private static readonly BatchViewSchema<string, long> Schema = BatchViewSchema.For(Codec.String, (Aggregates<string> a) => a.Count());
    private static readonly ViewName<string, long> Counts = new("counts");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lambdaspeed-sliced-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Store_HasEachSlice_AndDropsWhatABatchViewHasAbsorbed()
    {
        await using var log = await OpenAsync();
        var (sliced, plain) = (new MemorySlices(), new MemoryViewStore<SliceKey<string>, long>());
        await using (var run = await StartAsync(log, sliced, plain))
        {
            var merged = run.Merged(Counts, Schema, new() { KeptSlices = 0 });
            await PutAsync(run, log, "a", "b", "a");
            var first = await run.Within(run.CutAsync(RunFixture.Cancel));
            await PutAsync(run, log, "a", "c");
            await EqualAsync(run, sliced, plain, (0, "a", 2), (0, "b", 1), (1, "a", 1), (1, "c", 1));
            Assert.Equal(1, run.SliceAfter(first));
            Assert.Contains("Remedy", Assert.Throws<ArgumentException>(() => run.SliceAfter(new(new(99), []))).Message, StringComparison.Ordinal);

            await run.Within(merged.PublishAsync(Batch(first, ("a", 2), ("b", 1)), RunFixture.Cancel));
            await PutAsync(run, log, "a");
            await EqualAsync(run, sliced, plain, (1, "a", 2), (1, "c", 1));
            Assert.Contains(0, sliced.Dropped);
            await run.AbortAsync();
        }

        sliced.Dropped.Clear();
        await using var next = await StartAsync(log, sliced, plain);
        await PutAsync(next, log, "d");
        Assert.Equal(2, next.SliceAfter(await next.Within(next.CutAsync(RunFixture.Cancel))));
        await PutAsync(next, log, "d");
        await EqualAsync(next, sliced, plain, (1, "a", 2), (1, "c", 1), (1, "d", 1), (2, "d", 1));
        Assert.Empty(sliced.Dropped);
    }

    [Fact]
    public void View_ThatHoldsHotKeys_RefusesToBeFollowedBySlices()
    {
        var builder = new TopologyBuilder("words");
        builder.AddSpout("words", Spouts.FromArray(["a"])).GroupBy(word => word).Aggregate("counts", a => a.Count()).HoldHotKeys()
            .FollowSlices(new MemorySlices()).ToView();
        var refused = Assert.Throws<TopologyException>(() => builder.Build());

        Assert.Contains("MemorySlices", refused.Message, StringComparison.Ordinal);
    }

    private static async Task EqualAsync(
        TopologyRun run, MemorySlices sliced, MemoryViewStore<SliceKey<string>, long> plain, params (int, string, long)[] owed)
    {
        await run.Until(() => run.Describe().Views[0].Followers.All(follower => follower.Written == run.PublishedEpoch));
        Assert.Equal(owed, Content(sliced.Read("counts")));
        Assert.Equal(owed, Content(plain.Read("counts")));
    }

    private static IEnumerable<(int, string, long)> Content(IReadOnlyDictionary<SliceKey<string>, long> stored) =>
        stored.Select(pair => (pair.Key.Slice, pair.Key.Key, pair.Value)).Order();

    private async Task<ReplayLog> OpenAsync() => await ReplayLog.OpenAsync(Path.Combine(_directory.FullName, "log"), new() { Partitions = 1 }, RunFixture.Cancel);

    private async Task<TopologyRun> StartAsync(ReplayLog log, params IViewStore<SliceKey<string>, long>[] stores)
    {
        var topology = new TopologyBuilder("words");
        var counts = topology.AddSpout("words", log.AsSpout(Codec.String, untilEnd: false)).GroupBy(word => word).Aggregate("counts", a => a.Count(), 2);
        foreach (var store in stores) counts.FollowSlices(store);
        counts.ToView();
        return await topology.StartAsync(new() { Checkpoints = CheckpointStore.InDirectory(Path.Combine(_directory.FullName, "checkpoints")) });
    }

    private IBatchView<string, long> Batch(Cut cut, params (string Key, long Count)[] rows) =>
        LoggedWords.Batch(Path.Combine(_directory.FullName, "batch"), Schema, cut, rows);
}
