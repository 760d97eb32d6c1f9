using System.Globalization;
using System.Text;
using LambdaSpeed;
using Samples.Shared;

namespace LogTool;

/// <summary>Writes the records below a cut as CSV: the master data of a batch job.</summary>
internal static class ExportCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(args, "--log", "--cut", "--output");
        var path = Path.GetFullPath(arguments.One("--output") ?? throw new UsageException("--output is missing; name a file."));
        var cut = LogPlace.CutIn(arguments);
        await using var log = await LogPlace.OpenToReadAsync(arguments, cancellationToken);
        var source = cut.Sources.FirstOrDefault(source => source.LogId == log.Id) ?? throw new IOException(
            $"the {cut} is not one of the log '{log.Id}'.");

        var count = 0L;
        using (var csv = new CsvFile(Path.GetDirectoryName(path)!, Path.GetFileName(path), "partition", "offset", "time", "key", "value"))
        {
            foreach (var (partition, end) in source.Positions)
            {
                count += Export(log, partition, end, csv, cancellationToken);
            }
        }
        await output.WriteLineAsync($"{count} records up to the {cut}");
        return ExitCode.Success;
    }

    private static long Export(ReplayLog log, int partition, long end, CsvFile csv, CancellationToken cancellationToken)
    {
        var first = log.FirstOffset(partition);
        if (first > 0) throw new IOException(
            $"partition {partition} begins at {first}: retention has deleted what came before, so it is not all of the master data.");

        using var reader = log.OpenReader(partition);
        for (var offset = 0L; offset < end; offset++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!reader.TryRead(out var record)) throw new IOException($"partition {partition} ends at {offset}, and the cut at {end}.");
            csv.Write(
                CsvFile.Text(partition), CsvFile.Text(record.Offset),
                record.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                Encoding.UTF8.GetString(record.Key), Encoding.UTF8.GetString(record.Value));
        }
        return end;
    }
}
