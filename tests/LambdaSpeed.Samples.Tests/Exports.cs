using Xunit;

namespace LambdaSpeed.Samples.Tests;

/// <summary>Folders that were exported to.</summary>
internal static class Exports
{
    /// <summary>The files of a folder with their content, in the order of their names.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> Read(string folder) =>
        [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))];

    /// <summary>Asserts that a folder holds these files, byte for byte, and no others.</summary>
    public static void RequireSame(IReadOnlyList<(string Name, byte[] Content)> expected, string folder, string when)
    {
        var found = Read(folder);
        Assert.Equal(expected.Select(file => file.Name), found.Select(file => file.Name));
        foreach (var (wanted, file) in expected.Zip(found))
        {
            Assert.True(wanted.Content.AsSpan().SequenceEqual(file.Content), $"{when}: {file.Name} is another in {folder}");
        }
    }
}
