using Samples.Shared;
using SuperWebAnalytics.Batch;
using SuperWebAnalytics.Formats;

namespace SuperWebAnalytics;

/// <summary>What the command line asks for.</summary>
/// <param name="Files">The logs.</param>
/// <param name="Formats">The format of each log.</param>
/// <param name="Top">How many rows each table shows.</param>
/// <param name="Parallelism">How many tasks parse and aggregate.</param>
/// <param name="Export">The folder to export to, if any.</param>
/// <param name="Keeping">Where everything is kept, if it is.</param>
/// <param name="Batch">The batch layer, if there is one.</param>
internal sealed record AnalyticsOptions(
    IReadOnlyList<InputFile> Files, IReadOnlyList<ILogFormat> Formats, int Top, int Parallelism, string? Export, KeepingOptions? Keeping,
    BatchOptions? Batch)
{
    public const string Help = $"""
        Page views, unique clients, visits and traffic from the log of a web server, with a topology: spout, parser, windows, views.

        SuperWebAnalytics [--input <access log> …] [--top N] [--parallelism N] [--export DIR]
                          [--data DIR [--rate N] [--patience N]] [--batch-every N [--query URL …]]

          --input        logs, plain or .gz, in one of the forms below, recognised by themselves
                         (default: two thousand requests to NASA in 1995 that come with the sample)
          --top          how many rows each table shows, 1 to 1000 (default 10)
          --parallelism  how many tasks parse and aggregate, 1 to 64 (default: the number of cores)
          --export       a folder to write a1_* to a8_* and dead_letters.csv to; made when it does not exist
        {KeepingOptions.Help}
        {BatchOptions.Help}
          --help         this text

        Forms: tab-separated with a header line that names host, time (seconds since 1970), method, url, response and bytes;
        the NCSA common log format; the Apache combined log format. Malformed lines are counted and reported; they stop nothing.
        Exit codes: 0 all read, 1 the run failed, 2 the command line is wrong, 130 stopped by Ctrl-C (prints what was counted so far).
        """;

    private const string BundledLog = "nasa-access-excerpt.tsv.gz";

    public static AnalyticsOptions Parse(string[] args)
    {
        var arguments = new Arguments(args, ["--input", "--top", "--parallelism", "--export", .. KeepingOptions.Names, .. BatchOptions.Names]);
        var input = arguments.Many("--input");
        if (input.Count == 0) input = [InputFiles.Bundled(BundledLog)];
        var files = InputFiles.Find("--input", input);
        return new AnalyticsOptions(
            files,
            [.. files.Select(LogFormats.Recognise)],
            arguments.Number("--top", otherwise: 10, least: 1, most: 1000),
            arguments.Number("--parallelism", otherwise: Math.Min(Environment.ProcessorCount, 64), least: 1, most: 64),
            arguments.NewFolder("--export"),
            KeepingOptions.Parse(arguments),
            BatchOptions.Parse(arguments));
    }
}
