using System.Diagnostics;
using System.Text;

namespace LambdaSpeed.Package.Tests;

/// <summary>Runs a program to its end and keeps what it printed.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs <c>dotnet</c>; a failure throws with the whole output.</summary>
    public static Task<string> DotnetAsync(string folder, params string[] arguments) => RunAsync("dotnet", folder, arguments);

    /// <summary>Runs a program; an exit code other than zero throws with the whole output.</summary>
    /// <returns>What the program printed, with line ends of one character.</returns>
    public static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        DropBuildEnvironment(start);

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        process.StandardInput.Close();
        var printed = process.StandardOutput.ReadToEndAsync(limit.Token);
        var complained = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Line(program, arguments)} took longer than {Limit}");
        }

        var output = (await printed).ReplaceLineEndings("\n");
        if (process.ExitCode == 0) return output;

        throw new InvalidOperationException(new StringBuilder()
            .AppendLine(null, $"{Line(program, arguments)} in {folder} ended with {process.ExitCode}")
            .AppendLine(output)
            .AppendLine(await complained)
            .ToString());
    }

    /// <summary>Whether a program is on the path.</summary>
    public static bool IsFound(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    /// <summary>The child must build like a user's machine: not with this build's MSBuild, and without servers that would keep its
    /// output open after its end.</summary>
    private static void DropBuildEnvironment(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(IsOfThisBuild).ToList()) start.Environment.Remove(name);

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
    }

    private static bool IsOfThisBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase)
        || name is "CI" or "DOTNET_HOST_PATH" or "Configuration" or "CheckPublicApi";

    private static string Line(string program, string[] arguments) => $"{program} {string.Join(' ', arguments)}";
}
