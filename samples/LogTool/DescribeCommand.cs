using System.Globalization;
using Samples.Shared;

namespace LogTool;

/// <summary>Prints what a log consists of.</summary>
internal static class DescribeCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        await using var log = await LogPlace.OpenToReadAsync(new Arguments(args, "--log"), cancellationToken);
        var description = log.Describe();
        await output.WriteLineAsync($"Log {description.Id}, {description.Partitions.Count} partition(s)\n");

        var segments = new TextTable(">partition", "segment", ">first", ">end", ">bytes", "latest time");
        foreach (var partition in description.Partitions)
        {
            foreach (var segment in partition.Segments)
            {
                segments.Add(
                    Number(partition.Index), Path.GetFileName(segment.File), Number(segment.FirstOffset), Number(segment.EndOffset),
                    Number(segment.Bytes), segment.MaxTimestamp?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "");
            }
        }
        segments.WriteTo(output);
        if (description.Consumers.Count == 0) return ExitCode.Success;

        await output.WriteLineAsync();
        var consumers = new TextTable("consumer", "reads next", ">records behind");
        foreach (var consumer in description.Consumers)
        {
            consumers.Add(consumer.Name, string.Join(' ', consumer.Positions), Number(consumer.Lag));
        }
        consumers.WriteTo(output);
        return ExitCode.Success;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
