using System.Reflection;

namespace LambdaSpeed.Package.Tests;

/// <summary>Places in this repository, and how it is being built.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration of these tests, and so of the library that was built before them.</summary>
    public static string Configuration { get; } =
        typeof(Repository).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Release";

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LambdaSpeed.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"no LambdaSpeed.sln above {AppContext.BaseDirectory}");
    }
}
