using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Testing;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Following;

/// <summary>Stores that keep slices apart, while a run is cut, hands over to batch views, is aborted and started again, and writes
/// fail now and then: each ends with what each slice has.</summary>
public sealed class SlicedStoresTests(Servers servers) : IDisposable
{
    private const string View = "counted";
    private const int Keys = 50;

    private static readonly BatchViewSchema<string, long> Schema = BatchViewSchema.For(Codec.String, (Aggregates<string> a) => a.Count());
    private static readonly ViewName<string, long> Counted = new(View);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-slices-");
    private int _batches;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(SlicedStoreKind.PostgreSql)]
    [InlineData(SlicedStoreKind.RedisHashes)]
    [InlineData(SlicedStoreKind.RedisKeys)]
    public async Task Store_OverCutsBatchViewsAndCrashes_EndsWithWhatEachSliceHas(SlicedStoreKind kind)
    {
        await using var place = await servers.NewPlaceAsync(kind);
        await using var log = await ReplayLog.OpenAsync(Path.Combine(_folder.FullName, "log"), new() { Partitions = 1 }, RunFixture.Cancel);
        var random = new Random(7 + (int)kind);
        var written = new List<string>();
        var writes = new FaultPlan(write => write % 4 == 0 ? (InjectedFault)(1 + (write / 4 % 3)) : InjectedFault.None);
        for (var start = 0; start < 4; start++)
        {
            await using var store = new FlakySlicedViewStore<string, long>(place.Open()) { Writes = writes };
            await using var run = await StartAsync(log, store);
            var merged = run.Merged(Counted, Schema, new() { KeptSlices = 1 });
            for (var step = 0; step < 12; step++)
            {
                await PutAsync(run, log, written, random);
                if (random.Next(3) == 0) await run.Within(run.CutAsync(RunFixture.Cancel));
                if (random.Next(4) == 0 && run.Cuts.Count > 0) await PublishAsync(run, merged, written, random);
            }
            await run.Within(run.CutAsync(RunFixture.Cancel)); // so that there is more than one slice in the end
            await PutAsync(run, log, written, random);
            if (random.Next(2) == 0) await run.Until(() => run.Followers()[0].Written == run.PublishedEpoch);
            if (start < 3)
            {
                await run.AbortAsync();
                continue;
            }

            await run.Within(run.StopAsync(RunFixture.Cancel));
            var stored = await place.ReadAsync(View, RunFixture.Cancel);
            Assert.Equal(run.View(Counted).All().ToDictionary(), SumOf(stored));
            Assert.True(writes.Faults > 0);
            Assert.Equal(Fold(written), merged.All().ToDictionary());
            Assert.True(stored.Keys.Select(key => key.Slice).Distinct().Count() > 1);
        }
    }

    private static Dictionary<string, long> SumOf(IReadOnlyDictionary<SliceKey<string>, long> stored) =>
        stored.GroupBy(pair => pair.Key.Key).ToDictionary(key => key.Key, key => key.Sum(pair => pair.Value));

    private static Dictionary<string, long> Fold(IEnumerable<string> words) => words.CountBy(word => word).ToDictionary(key => key.Key, key => (long)key.Value);

    private async Task<TopologyRun> StartAsync(ReplayLog log, ISlicedViewStore<string, long> store)
    {
        var builder = new TopologyBuilder("sliced");
        builder.AddSpout("words", log.AsSpout(Codec.String, untilEnd: false)).GroupBy(word => word).Aggregate(View, a => a.Count(), parallelism: 2)
            .FollowSlices(store).ToView();
        return await SpeedLayer.StartAsync(
            builder.Build(), new() { Checkpoints = CheckpointStore.InDirectory(Path.Combine(_folder.FullName, "checkpoints")) }, RunFixture.Cancel);
    }

    private static async Task PutAsync(TopologyRun run, ReplayLog log, List<string> written, Random random)
    {
        string[] words = [.. Enumerable.Range(0, 1 + random.Next(60)).Select(_ => $"key {random.Next(Keys)}")];
        var writer = log.WriterOf(Codec.String);
        foreach (var word in words.SkipLast(1)) writer.Append(word);
        await run.Within(run.UpdateAsync("words", writer, words[^1], RunFixture.Cancel));
        written.AddRange(words);
    }

    /// <summary>Publishes what a batch layer has made of the log up to some cut.</summary>
    private async Task PublishAsync(TopologyRun run, MergedView<string, long, long> merged, List<string> written, Random random)
    {
        var cut = run.Cuts[random.Next(run.Cuts.Count)];
        if (merged.Cut is { } former && former.Epoch >= cut.Epoch) return;
        var path = Path.Combine(_folder.FullName, $"batch-{++_batches}");
        using (var writer = BatchView.Create(path, Schema, cut))
        {
            foreach (var (key, count) in Fold(written.Take((int)cut.Sources[0].Positions[0].Offset))) writer.Add(key, count);
            writer.Complete();
        }
        await run.Within(merged.PublishAsync(BatchView.Open(path, Schema), RunFixture.Cancel));
    }
}
