using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>The real data sets with their reference results, where they are at hand.</summary>
internal static class RealData
{
    private const string FolderVariable = "LAMBDASPEED_DATA"; // names the folder that holds the sets

    /// <summary>A file or folder of a set; skips the test where the set is absent.</summary>
    public static string PathTo(string set, params string[] parts)
    {
        var folder = FindFolder();
        Assert.SkipWhen(folder is null, $"there is no folder shared/data above the tests, and {FolderVariable} names none");
        var path = Path.Combine([folder!, set, .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"the data at hand has no {Path.Combine([set, .. parts])}");
        return path;
    }

    public static bool Has(string set) => FindFolder() is { } folder && Directory.Exists(Path.Combine(folder, set));

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named) return named;

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "data");
            if (Directory.Exists(folder)) return folder;
        }
        return null;
    }
}
