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
}
