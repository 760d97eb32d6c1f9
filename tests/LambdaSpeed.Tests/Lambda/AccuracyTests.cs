using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>What approximations had been off by, once the batch layer knows better.</summary>
public sealed class AccuracyTests
{
    private static readonly BatchViewSchema<string, long> Schema = BatchViewSchema.For(Codec.String, (Aggregates<string> a) => a.Count());

    [Fact]
    public async Task Publication_IsComparedWithWhatWasShown()
    {
        var reports = new System.Collections.Concurrent.BlockingCollection<AccuracyReport>();
        await using var log = await ReplayLog.OpenAsync(Directory.CreateTempSubdirectory("lambdaspeed-accuracy-").FullName, new() { Partitions = 1 }, RunFixture.Cancel);
        var topology = new TopologyBuilder("words");
        var name = topology.AddSpout("words", log.AsSpout(Codec.String)).GroupBy(word => word).Aggregate("counts", a => a.Count()).ToView();
        await using var run = await topology.StartAsync();
        var merged = run.Merged(name, Schema, new() { OnAccuracy = reports.Add, ErrorLimit = 0.3, WorstKeys = 2 });

        var first = await CutAsync("a", "b", "b");
        await merged.PublishAsync(Batch(first, ("a", 1), ("b", 2)), RunFixture.Cancel);
        Assert.Equal((2, 0, 0, 0, 0.0, false), Figures(Next()));

        var second = await CutAsync("a", "c", "b"); // shown: a 2, b 3, c 1
        await merged.PublishAsync(Batch(second, ("a", 2), ("b", 4), ("d", 1)), RunFixture.Cancel);
        var report = Next();
        Assert.Equal((4, 1, 1, 3, (0.25 + 1 + 1) / 4, true), Figures(report));
        Assert.Equal(["c", "d"], report.Worst.Select(key => key.Key).Order());
        Assert.Equal(1, report.MaxError);
        Assert.Equal(report, merged.Accuracy);
        Assert.Contains("3 differ", report.ToString(), StringComparison.Ordinal);

        AccuracyReport Next() => reports.TryTake(out var report, RunFixture.Patience) ? report : throw new TimeoutException();

        static (long, long, long, long, double, bool) Figures(AccuracyReport report) =>
            (report.Keys, report.OnlyRealtime, report.OnlyBatch, report.Differing, report.MeanError, report.IsOverLimit);

        async Task<Cut> CutAsync(params string[] words)
        {
            var writer = log.WriterOf(Codec.String);
            foreach (var word in words.SkipLast(1)) writer.Append(word);
            await run.Within(run.UpdateAsync("words", writer, words[^1], RunFixture.Cancel));
            return await run.Within(run.CutAsync(RunFixture.Cancel));
        }
    }

    private static IBatchView<string, long> Batch(Cut cut, params (string Key, long Count)[] rows) =>
        BatchView.InMemory("batch", Schema, cut, rows.Select(row => KeyValuePair.Create(row.Key, row.Count)));

    /// <summary>Hopping windows are put together of panes, from the former batch view and a slice; the exact variant knows better of
    /// one.</summary>
    [Fact]
    public async Task Windows_AreCompared_AsReadersHaveThem()
    {
        var reports = new System.Collections.Concurrent.BlockingCollection<AccuracyReport>();
        var directory = Directory.CreateTempSubdirectory("lambdaspeed-accuracy-");
        await using var log = await ReplayLog.OpenAsync(Path.Combine(directory.FullName, "log"), new() { Partitions = 1 }, RunFixture.Cancel);
        var name = new WindowViewName<long, long>("counts");
        await using var run = await Topology(atMost: 100).StartAsync();
        var merged = run.Merged(name, new() { OnAccuracy = reports.Add, ErrorLimit = 0.1, WorstKeys = 1 });
        var writer = log.WriterOf(Codec.Int64);

        await RecomputeAsync("first", Topology(atMost: 100), 1, 11, 21);
        var alike = Next();
        Assert.Equal((4, 0, 0.0, false), (alike.Keys, alike.Differing, alike.MaxError, alike.IsOverLimit)); // from -10, 0, 10, 20 s on

        await RecomputeAsync("second", Topology(atMost: 30), 22, 35, 36);
        var report = Next();
        Assert.Equal((5, 2, 1, 0), (report.Keys, report.Differing, report.OnlyRealtime, report.OnlyBatch)); // those with 35 and 36
        Assert.Equal((1 + 1) / 5.0, report.MeanError); // 4 instead of 2, and one that is not there
        Assert.Equal(report, merged.Accuracy);
        Assert.True(report.IsOverLimit);
        Assert.Contains("1970-01-01T00:00:", Assert.Single(report.Worst).Key, StringComparison.Ordinal);

        AccuracyReport Next() => reports.TryTake(out var found, RunFixture.Patience) ? found : throw new TimeoutException();

        async Task RecomputeAsync(string place, TopologyBuilder exact, params long[] seconds)
        {
            foreach (var second in seconds.SkipLast(1)) writer.Append(second);
            await run.Within(run.UpdateAsync("seconds", writer, seconds[^1], RunFixture.Cancel));
            await run.Within(run.RecomputeAsync(name, Path.Combine(directory.FullName, place), new() { Topology = exact.Build() }, RunFixture.Cancel));
        }

        TopologyBuilder Topology(long atMost)
        {
            var topology = new TopologyBuilder("seconds");
            topology.AddSpout("seconds", log.AsSpout(Codec.Int64)).Where(x => x <= atMost)
                .WithEventTime(DateTimeOffset.FromUnixTimeSeconds, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromHours(1)))
                .GroupBy(_ => 0L).Window(Window.Hopping(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10))).Aggregate("counts", a => a.Count()).ToView();
            return topology;
        }
    }
}
