namespace LambdaSpeed.Tests.Docs;

/// <summary>A block of C# in a Markdown file: a whole program (<c>```csharp program</c>), or part of one (<c>```csharp</c>).</summary>
/// <param name="Place">File and line.</param>
/// <param name="Code">What stands in the block.</param>
/// <param name="Output">What the next block of text says the program prints; null for parts.</param>
public sealed record CodeBlock(string Place, string Code, string? Output)
{
    /// <summary>The blocks of all documents for users.</summary>
    public static IReadOnlyList<CodeBlock> All { get; } = [.. Documents().SelectMany(ReadFrom)];

    public static CodeBlock At(string place) => All.Single(block => block.Place == place);

    private static IEnumerable<string> Documents()
    {
        var root = FindRoot();
        string[] files = [Path.Combine(root, "README.md"), .. Directory.GetFiles(Path.Combine(root, "src"), "README.md", SearchOption.AllDirectories)];
        return files.Concat(Directory.GetFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<CodeBlock> ReadFrom(string file)
    {
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] is not ("```csharp" or "```csharp program")) continue;

            var place = $"{Path.GetRelativePath(FindRoot(), file).Replace('\\', '/')}:{i + 1}";
            var output = lines[i] == "```csharp" ? null : Body(lines, Array.IndexOf(lines, "```text", i));
            yield return new CodeBlock(place, Body(lines, i), output);
        }
    }

    private static string Body(string[] lines, int fence) =>
        string.Join('\n', lines.Skip(fence + 1).TakeWhile(line => line != "```")) + "\n";

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LambdaSpeed.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"no LambdaSpeed.sln above {AppContext.BaseDirectory}");
        }
        return folder.FullName;
    }
}
