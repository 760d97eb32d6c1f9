using System.Globalization;

namespace LambdaSpeed.Tests.Sketches;

/// <summary>A sketch that another program wrote: <c>family_n100_java</c> and its bytes.</summary>
public sealed record SketchVector(string Name, byte[] Bytes)
{
    private const string FolderVariable = "LAMBDASPEED_DATA"; // names the folder that holds the data sets

    private static readonly Lazy<IReadOnlyList<SketchVector>> Known = new(() => [.. Load().DistinctBy(vector => vector.Name)]);

    public string Family => Name[..Name.IndexOf('_', StringComparison.Ordinal)];

    public string Writer => Name[(Name.LastIndexOf('_') + 1)..];

    /// <summary>The number of items it was fed with, or another number in its name, behind a letter.</summary>
    public int Number(char letter) =>
        int.Parse(Name.Split('_').First(part => part.Length > 1 && part[0] == letter && char.IsDigit(part[1]))[1..], CultureInfo.InvariantCulture);

    public bool Has(char letter) => Name.Split('_').Any(part => part.Length > 1 && part[0] == letter && char.IsDigit(part[1]));

    /// <summary>All vectors whose name begins so, out of the repository and, where it is at hand, the data set.</summary>
    public static IReadOnlyList<SketchVector> All(params string[] prefixes) =>
        [.. Known.Value.Where(vector => prefixes.Any(prefix => vector.Name.StartsWith(prefix, StringComparison.Ordinal)))];

    /// <summary>A folder of the data set <c>sketch-vectors</c>, or null where it is not at hand.</summary>
    public static string? FindFolder(string name)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named) return Existing(Path.Combine(named, "sketch-vectors", name));

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Existing(Path.Combine(at.FullName, "shared", "data", "sketch-vectors", name)) is { } folder) return folder;
        }

        return null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;

    private static IEnumerable<SketchVector> Load()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Sketches", "Golden"), "*.txt"))
        {
            foreach (var line in File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#'))
            {
                var blank = line.IndexOf(' ', StringComparison.Ordinal);
                yield return new(line[..blank], Convert.FromBase64String(line[(blank + 1)..]));
            }
        }

        if (FindFolder("datasketches") is not { } folder) yield break;

        foreach (var file in Directory.GetFiles(folder, "*.sk")) yield return new(Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file));
    }
}
