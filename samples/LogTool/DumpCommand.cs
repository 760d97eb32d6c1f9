using System.Globalization;
using System.Text;
using LambdaSpeed;
using Samples.Shared;

namespace LogTool;

/// <summary>Prints records.</summary>
internal static class DumpCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(args, "--log", "--partition", "--from", "--count", "--follow");
        var left = LogPlace.Offset(arguments, "--count") ?? long.MaxValue;
        var isFollowing = arguments.One("--follow") == "yes";
        await using var log = await LogPlace.OpenToReadAsync(arguments, cancellationToken);
        var partition = arguments.Number("--partition", otherwise: 0, least: 0, most: log.PartitionCount - 1);
        var from = LogPlace.Offset(arguments, "--from") is { } offset ? LogStart.At(new LogPosition(partition, offset)) : LogStart.Earliest;

        using var reader = log.OpenReader(partition, from);
        try
        {
            while (left > 0)
            {
                for (; left > 0 && reader.TryRead(out var record); left--) output.WriteLine(Line(record));
                if (left == 0 || !isFollowing) break;
                await output.FlushAsync(cancellationToken);
                await reader.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        return ExitCode.Success;
    }

    private static string Line(in LogRecord record)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{record.Position}\t{record.Timestamp.UtcDateTime:O}\t");
        text.Append(Encoding.UTF8.GetString(record.Key)).Append('\t').Append(Encoding.UTF8.GetString(record.Value));
        foreach (var header in record.Headers) text.Append(CultureInfo.InvariantCulture, $"\t{header.Name}={Encoding.UTF8.GetString(header.Value)}");
        return text.ToString();
    }
}
