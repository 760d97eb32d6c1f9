using LambdaSpeed.Satellites.Tests.Fixtures;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace LambdaSpeed.Satellites.Tests;

/// <summary>Runs the tests, as the entry point that xunit would generate; or plays the role of a process that a test kills.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (ChildProcess.Role is { } role)
        {
            await ChildProcess.PlayAsync(role);
            return 0;
        }
        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
