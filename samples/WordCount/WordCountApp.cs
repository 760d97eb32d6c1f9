using System.Diagnostics;
using LambdaSpeed;
using Samples.Shared;

namespace WordCount;

/// <summary>The program: options in, a running topology, a report out.</summary>
public static class WordCountApp
{
    private const string Name = "word-count";

    /// <summary>Nobody looks at the counts before the end, so that they need not be published fifty times a second, as is the
    /// default.</summary>
    private static readonly SpeedLayerOptions RunOptions = new() { EpochInterval = TimeSpan.FromMilliseconds(200) };

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        SampleHost.GuardAsync(args, WordCountOptions.Help, output, error,
            () => CountAsync(WordCountOptions.Parse(args), output, error, cancellationToken));

    private static async Task<int> CountAsync(
        WordCountOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var progress = new ReadProgress(options.Files);
        await using var lines = await LineSource.OpenAsync(Name, options.Files, options.Keeping, LineOf, error);
        var topology = new TopologyBuilder(Name);
        var views = WordCountTopology.AddTo(topology, options, lines, cancellationToken);

        var clock = Stopwatch.StartNew();
        await using var run = await SpeedLayer.StartAsync(topology.Build(), lines.Complete(RunOptions), CancellationToken.None);
        var drawing = ProgressBar.DrawAsync(run, WordCountTopology.Splitter, "lines", progress, error);
        var isComplete = await lines.FinishAsync(run, drawing, cancellationToken);
        var time = clock.Elapsed;

        var counts = run.View(views.PerWord).All()
            .OrderByDescending(word => word.Value).ThenBy(word => word.Key, Utf8Order.Instance).ToList();
        if (!isComplete) await output.WriteLineAsync("INCOMPLETE, stopped before the end of the input. Counted so far:");
        WordCountReport.Write(counts, options, progress.Bytes, time, output);
        if (!isComplete) return ExitCode.Interrupted;

        if (options.Export is not null)
        {
            WordCountExport.Write(options, counts, run, views);
            await output.WriteLineAsync($"\nExported t1_word_counts.csv and t2_per_file.csv to {options.Export}");
        }
        return ExitCode.Success;

        BookLine LineOf(RawLine line)
        {
            progress.Note(line.FileIndex, line.Offset + line.Utf8.Length);
            return new BookLine(line.FileIndex, line.Offset, line.Utf8.ToArray());
        }
    }
}
