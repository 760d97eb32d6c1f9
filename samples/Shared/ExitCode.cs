namespace Samples.Shared;

internal static class ExitCode
{
    public const int Success = 0;
    public const int FailedRun = 1;
    public const int BadUsage = 2;
    public const int NoAnswer = 3;
    public const int Interrupted = 130; // 128 + SIGINT, as shells have it
}
