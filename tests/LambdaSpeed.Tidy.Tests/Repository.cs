using System.Diagnostics;

namespace LambdaSpeed.Tidy.Tests;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file below <c>src/</c> that is written by hand, tracked or not.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(FromRoot)
            .Where(path => !IsBuilt(path))
            .Order(StringComparer.Ordinal)
            .Select(path => SourceFile.Parse(path, Read(path)))];

    /// <summary>The sources of the core alone.</summary>
    public static IReadOnlyList<SourceFile> Core { get; } = [.. Sources.Where(file => file.Project == "LambdaSpeed")];

    /// <summary>What git tracks or would track; all files when there is no git.</summary>
    public static IReadOnlyList<string> TrackedFiles { get; } =
        [.. (ListByGit() ?? ListByWalking()).Where(path => File.Exists(Path.Combine(Root, path))).Order(StringComparer.Ordinal)];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => File.Exists(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LambdaSpeed.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"no LambdaSpeed.sln above {AppContext.BaseDirectory}");
    }

    private static string FromRoot(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static bool IsBuilt(string path) => path.Split('/') is var parts && (parts.Contains("bin") || parts.Contains("obj"));

    private static string[]? ListByGit()
    {
        try
        {
            var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var listed = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? listed.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> ListByWalking() =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(FromRoot)
            .Where(path => !IsBuilt(path) && !path.StartsWith(".git/", StringComparison.Ordinal)
                && !path.StartsWith("artifacts/", StringComparison.Ordinal) && !path.Contains("TestResults/", StringComparison.Ordinal));
}
