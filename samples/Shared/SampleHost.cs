using LambdaSpeed;

namespace Samples.Shared;

/// <summary>What all samples do around their work: help, one-line errors, exit codes.</summary>
internal static class SampleHost
{
    /// <summary>Runs a program until it ends; Ctrl-C cancels its token once, and a second Ctrl-C kills it.</summary>
    public static async Task<int> MainAsync(string[] args, Func<string[], TextWriter, TextWriter, CancellationToken, Task<int>> program)
    {
        using var interrupt = new CancellationTokenSource();
        ConsoleCancelEventHandler onInterrupt = (_, signal) =>
        {
            signal.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        };
        Console.CancelKeyPress += onInterrupt;
        try
        {
            return await program(args, Console.Out, Console.Error, interrupt.Token);
        }
        finally
        {
            Console.CancelKeyPress -= onInterrupt;
        }
    }

    /// <summary>Turns what goes wrong into a line and an exit code.</summary>
    public static async Task<int> GuardAsync(string[] args, string help, TextWriter output, TextWriter error, Func<Task<int>> work)
    {
        if (Arguments.AskForHelp(args))
        {
            await output.WriteLineAsync(help);
            return ExitCode.Success;
        }
        try
        {
            return await work();
        }
        catch (UsageException exception)
        {
            await error.WriteLineAsync($"{exception.Message} See --help.");
            return ExitCode.BadUsage;
        }
        catch (Exception exception) when (exception is LambdaSpeedException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"The run failed: {exception.Message}");
            return ExitCode.FailedRun;
        }
    }
}
