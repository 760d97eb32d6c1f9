using System.Text;
using LambdaSpeed;
using Samples.Shared;

namespace LogTool;

/// <summary>Appends lines.</summary>
internal static class AppendCommand
{
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(args, "--log", "--input", "--partitions", "--key-field");
        var keyField = arguments.Number("--key-field", otherwise: 0, least: 1, most: 1000);
        var partitions = arguments.Number("--partitions", otherwise: 0, least: 1, most: 4096);
        var options = new ReplayLogOptions
        {
            Partitions = partitions == 0 ? null : partitions,
            Durability = LogDurability.None, // one sync at the end
        };

        await using var log = await ReplayLog.OpenAsync(LogPlace.Of(arguments), options, cancellationToken);
        using var file = arguments.One("--input") is { } path ? new StreamReader(path) : null;
        var lines = file ?? input;
        var count = 0L;
        while (!cancellationToken.IsCancellationRequested && await lines.ReadLineAsync(CancellationToken.None) is { } line)
        {
            log.Append(Encoding.UTF8.GetBytes(KeyOf(line, keyField)), Encoding.UTF8.GetBytes(line));
            count++;
        }
        await log.SyncAsync(CancellationToken.None);
        await output.WriteLineAsync($"{count} records appended and durable");
        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    private static string KeyOf(string line, int field) =>
        field == 0 ? "" : line.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(field - 1) ?? "";
}
