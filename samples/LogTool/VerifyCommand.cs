using Samples.Shared;

namespace LogTool;

/// <summary>Reads and checks every record.</summary>
internal static class VerifyCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        await using var log = await LogPlace.OpenToReadAsync(new Arguments(args, "--log"), cancellationToken);
        var isSound = true;
        for (var partition = 0; partition < log.PartitionCount; partition++)
        {
            var verification = log.Verify(partition, cancellationToken);
            await output.WriteLineAsync($"partition {partition}: {verification.Records} records, {verification.Damages.Count} damaged place(s)");
            foreach (var damage in verification.Damages) await output.WriteLineAsync($"  {damage.Message}");
            isSound &= verification.IsSound;
        }
        return isSound ? ExitCode.Success : ExitCode.FailedRun;
    }
}
