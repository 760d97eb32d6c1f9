using LambdaSpeed;
using Samples.Shared;

namespace LogTool;

/// <summary>Gives up the end of a partition.</summary>
internal static class TruncateCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(args, "--log", "--partition", "--at");
        var partition = arguments.Number("--partition", otherwise: 0, least: 0, most: 4095);
        var offset = LogPlace.Offset(arguments, "--at") ?? throw new UsageException("--at is missing; name the first offset to give up.");
        await ReplayLog.TruncateAsync(LogPlace.Of(arguments), new LogPosition(partition, offset), cancellationToken);
        await output.WriteLineAsync($"partition {partition} now ends before offset {offset}");
        return ExitCode.Success;
    }
}
