using System.Diagnostics;
using LambdaSpeed;
using Samples.Shared;
using SuperWebAnalytics.Batch;
using SuperWebAnalytics.Requests;
using SuperWebAnalytics.Views;

namespace SuperWebAnalytics;

/// <summary>The program: options in, a running topology, a report out.</summary>
public static class SuperWebAnalyticsApp
{
    private const string Name = "super-web-analytics";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        SampleHost.GuardAsync(args, AnalyticsOptions.Help, output, error,
            () => AnalyseAsync(AnalyticsOptions.Parse(args), output, error, cancellationToken));

    private static async Task<int> AnalyseAsync(
        AnalyticsOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (options is not { Batch: not null, Keeping: null }) return await KeptAsync(options, output, error, cancellationToken);

        // batch jobs read a log, and nobody wants to keep this one
        var folder = Directory.CreateTempSubdirectory($"{Name}-").FullName;
        try
        {
            return await KeptAsync(options with { Keeping = new(folder, Rate: null, Patience) }, output, error, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> KeptAsync(
        AnalyticsOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var progress = new ReadProgress(options.Files);
        var program = options.Batch is null ? Name : $"{Name} --batch-every"; // a folder belongs to one of them
        await using var lines = await LineSource.OpenAsync(program, options.Files, options.Keeping, LineOf, error);
        var topology = new TopologyBuilder(Name);
        var views = AnalyticsTopology.AddTo(topology, options, lines);

        var clock = Stopwatch.StartNew();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), lines.Complete(new()), CancellationToken.None);
        var batched = options.Batch is null ? null : new BatchedViews(options, lines);
        var batch = batched is null ? null : new BatchLayer(
            run, batched, options.Batch!, Path.Combine(options.Keeping!.Folder, "batch"), output);
        var drawing = ProgressBar.DrawAsync(run, AnalyticsTopology.Parser, "lines", progress, error);
        var isComplete = await FinishAsync(lines, run, batch, drawing, cancellationToken);
        var time = clock.Elapsed;

        if (!isComplete) await output.WriteLineAsync("INCOMPLETE, stopped before the end of the input. Counted so far:");
        var totals = PageTotals.Of(run, views, batched);
        AnalyticsReport.Write(options, run, views, totals, time, output);
        batch?.WriteReport();
        if (!isComplete) return ExitCode.Interrupted;

        if (options.Export is { } folder)
        {
            AnalyticsExport.Write(folder, options.Files, run, views, totals);
            await output.WriteLineAsync($"\nExported a1_* to a8_* and {AnalyticsExport.DeadLettersFile} to {folder}");
        }
        return ExitCode.Success;

        LogLine LineOf(RawLine line)
        {
            progress.Note(line.FileIndex, line.Offset + line.Utf8.Length);
            return new LogLine(line.ToString(), line.FileIndex, line.Offset);
        }
    }

    /// <summary>Waits for the run, with the batch layer at work beside it.</summary>
    private static async Task<bool> FinishAsync(
        ILineSource<LogLine> lines, TopologyRun run, BatchLayer? batch, Task drawing, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource();
        var working = batch?.WorkAsync(over.Token) ?? Task.CompletedTask;
        try
        {
            return await lines.FinishAsync(run, drawing, cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await working;
        }
    }
}
