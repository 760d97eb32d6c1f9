using System.Diagnostics;
using LambdaSpeed;
using Samples.Shared;

namespace SuperWebAnalytics;

/// <summary>The program: options in, a running topology, a report out.</summary>
public static class SuperWebAnalyticsApp
{
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        SampleHost.GuardAsync(args, AnalyticsOptions.Help, output, error,
            () => AnalyseAsync(AnalyticsOptions.Parse(args), output, error, cancellationToken));

    private static async Task<int> AnalyseAsync(
        AnalyticsOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var letters = new DeadLetterReport(options);
        var progress = new ReadProgress(options.Files);
        var topology = new TopologyBuilder("super-web-analytics");
        var views = AnalyticsTopology.AddTo(topology, options, progress, letters.Add);

        var clock = Stopwatch.StartNew();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), cancellationToken: CancellationToken.None);
        var drawing = ProgressBar.DrawAsync(run, AnalyticsTopology.Parser, "lines", progress, error);
        var isComplete = await SampleHost.WaitOrDrainAsync(run, drawing, cancellationToken);
        var time = clock.Elapsed;

        if (!isComplete) await output.WriteLineAsync("INCOMPLETE, stopped before the end of the input. Counted so far:");
        AnalyticsReport.Write(options, run, views, time, letters, output);
        if (!isComplete) return ExitCode.Interrupted;

        if (options.Export is { } folder)
        {
            AnalyticsExport.Write(folder, run, views);
            await output.WriteLineAsync($"\nExported a1_*, a2_*, a4_*, a7_* and {DeadLetterReport.FileName} to {folder}");
        }
        return ExitCode.Success;
    }
}
