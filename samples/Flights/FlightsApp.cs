using System.Diagnostics;
using Flights.Arrivals;
using Flights.Events;
using LambdaSpeed;
using Samples.Shared;

namespace Flights;

/// <summary>The program: options in, two running topologies one after the other, a report out.</summary>
public static class FlightsApp
{
    private const string Name = "flights";

    /// <summary>Nobody looks at the views before the end, so that they need not be published fifty times a second, as is the
    /// default.</summary>
    private static readonly SpeedLayerOptions RunOptions = new() { EpochInterval = TimeSpan.FromMilliseconds(200) };

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        SampleHost.GuardAsync(args, FlightsOptions.Help, output, error,
            () => AnalyseAsync(FlightsOptions.Parse(args), output, error, cancellationToken));

    private static async Task<int> AnalyseAsync(
        FlightsOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var progress = new ReadProgress(options.Files);
        await using var lines = await LineSource.OpenAsync(Name, options.Files, options.Keeping, LineOf, error);
        var topology = new TopologyBuilder(Name);
        var views = FlightTopology.AddTo(topology, options.Parallelism, lines);

        var clock = Stopwatch.StartNew();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), lines.Complete(RunOptions), CancellationToken.None);
        var drawing = ProgressBar.DrawAsync(run, FlightTopology.Parser, "lines", progress, error);
        var isComplete = await lines.FinishAsync(run, drawing, cancellationToken);
        if (!isComplete) await output.WriteLineAsync("INCOMPLETE, stopped before the end of the input. Counted so far:");
        FlightsReport.Write(options, run, views, clock.Elapsed, output);
        if (options.Export is { } folder && isComplete) FlightsExport.Write(folder, options.Files, run, views);
        if (!isComplete || !await ReadArrivalsAsync(options, output, cancellationToken)) return ExitCode.Interrupted;

        if (options.Export is not null)
        {
            await output.WriteLineAsync($"\nExported f1_* to f8_* and {FlightsExport.DeadLettersFile} to {options.Export}");
        }
        return ExitCode.Success;

        FlightLine LineOf(RawLine line)
        {
            progress.Note(line.FileIndex, line.Offset + line.Utf8.Length);
            return new FlightLine(line.ToString(), line.FileIndex, line.Offset);
        }
    }

    /// <summary>Keeps nothing, also with <c>--data</c>: it follows from the files, and takes a few seconds.</summary>
    /// <returns>Whether it came to its end.</returns>
    private static async Task<bool> ReadArrivalsAsync(FlightsOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var arrivals = OrderOfArrival.Read(options.Files, cancellationToken);
        var topology = new TopologyBuilder("arrivals");
        var views = ArrivalTopology.AddTo(topology, arrivals);
        await using var run = await SpeedLayer.StartAsync(topology.Build(), RunOptions, CancellationToken.None);
        try
        {
            await run.Completion.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await run.AbortAsync();
            return false;
        }
        ArrivalsReport.Write(arrivals, run, views, clock.Elapsed, output);
        if (options.Export is { } folder) ArrivalsExport.Write(folder, arrivals.Length, run, views);
        return true;
    }
}
