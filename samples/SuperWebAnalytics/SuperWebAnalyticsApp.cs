using System.Diagnostics;
using LambdaSpeed;
using Samples.Shared;
using SuperWebAnalytics.Requests;

namespace SuperWebAnalytics;

/// <summary>The program: options in, a running topology, a report out.</summary>
public static class SuperWebAnalyticsApp
{
    private const string Name = "super-web-analytics";

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        SampleHost.GuardAsync(args, AnalyticsOptions.Help, output, error,
            () => AnalyseAsync(AnalyticsOptions.Parse(args), output, error, cancellationToken));

    private static async Task<int> AnalyseAsync(
        AnalyticsOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var progress = new ReadProgress(options.Files);
        await using var lines = await LineSource.OpenAsync(Name, options.Files, options.Keeping, LineOf, error);
        var topology = new TopologyBuilder(Name);
        var views = AnalyticsTopology.AddTo(topology, options, lines);

        var clock = Stopwatch.StartNew();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), lines.Complete(new()), CancellationToken.None);
        var drawing = ProgressBar.DrawAsync(run, AnalyticsTopology.Parser, "lines", progress, error);
        var isComplete = await lines.FinishAsync(run, drawing, cancellationToken);
        var time = clock.Elapsed;

        if (!isComplete) await output.WriteLineAsync("INCOMPLETE, stopped before the end of the input. Counted so far:");
        AnalyticsReport.Write(options, run, views, time, output);
        if (!isComplete) return ExitCode.Interrupted;

        if (options.Export is { } folder)
        {
            AnalyticsExport.Write(folder, options.Files, run, views);
            await output.WriteLineAsync($"\nExported a1_* to a8_* and {AnalyticsExport.DeadLettersFile} to {folder}");
        }
        return ExitCode.Success;

        LogLine LineOf(RawLine line)
        {
            progress.Note(line.FileIndex, line.Offset + line.Utf8.Length);
            return new LogLine(line.ToString(), line.FileIndex, line.Offset);
        }
    }
}
