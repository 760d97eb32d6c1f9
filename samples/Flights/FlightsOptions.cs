using Flights.Events;
using Samples.Shared;

namespace Flights;

/// <summary>What the command line asks for.</summary>
/// <param name="Files">The flights.</param>
/// <param name="Top">How many rows each table shows.</param>
/// <param name="Parallelism">How many tasks parse and aggregate.</param>
/// <param name="Export">The folder to export to, if any.</param>
/// <param name="Keeping">Where everything is kept, if it is.</param>
internal sealed record FlightsOptions(
    IReadOnlyList<InputFile> Files, int Top, int Parallelism, string? Export, KeepingOptions? Keeping)
{
    public const string Help = $"""
        Hours, routes and delays of flights, with a topology: spout, parser, windows of event time, views; then the same flights in the
        order of their arrival, to see what watermarks at several distances take for late.

        Flights --input <file|folder> … [--top N] [--parallelism N] [--export DIR]
                [--data DIR [--rate N] [--patience N]]

          --input        flights, plain or .gz, that begin with the line {FlightFormat.Header};
                         a folder stands for the *.csv and *.csv.gz directly in it
          --top          how many rows each table shows, 1 to 1000 (default 10)
          --parallelism  how many tasks parse and aggregate, 1 to 64 (default: the number of cores)
          --export       a folder to write f1_* to f8_* and dead_letters.csv to; made when it does not exist
        {KeepingOptions.Help}
          --help         this text

        Times are read as if they were UTC. Malformed lines are counted and reported; they stop nothing.
        Exit codes: 0 all read, 1 the run failed, 2 the command line is wrong, 130 stopped by Ctrl-C (prints what was counted so far).
        """;

    public static FlightsOptions Parse(string[] args)
    {
        var arguments = new Arguments(args, ["--input", "--top", "--parallelism", "--export", .. KeepingOptions.Names]);
        var input = arguments.Many("--input");
        if (input.Count == 0) throw new UsageException("--input is missing; name files of flights, or a folder that holds some.");

        var files = InputFiles.Find("--input", input, "*.csv", "*.csv.gz");
        foreach (var file in files) FlightFormat.Require(file);
        return new FlightsOptions(
            files,
            arguments.Number("--top", otherwise: 10, least: 1, most: 1000),
            arguments.Number("--parallelism", otherwise: Math.Min(Environment.ProcessorCount, 64), least: 1, most: 64),
            arguments.NewFolder("--export"),
            KeepingOptions.Parse(arguments));
    }
}
