using System.IO.Compression;
using System.Text;

namespace LambdaSpeed.Throughput.Workloads;

/// <summary>The text of W2: novels out of copyright where they are at hand, else made-up words of the same make.</summary>
public static class BookLines
{
    private const string FolderVariable = "LAMBDASPEED_DATA"; // names the folder that holds books-victorian

    /// <summary>The lines, without their ends, blank ones included.</summary>
    public static IReadOnlyList<string> Read() => FindFolder() is { } folder ? ReadBooks(folder) : MakeUp(lineCount: 400_000);

    private static List<string> ReadBooks(string folder)
    {
        var lines = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*.txt.gz").Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress), Encoding.UTF8);
            while (reader.ReadLine() is { } line) lines.Add(line);
        }

        return lines;
    }

    private static string? FindFolder()
    {
        const string books = "books-victorian";
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
        {
            var folder = Path.Combine(named, books);
            return Directory.Exists(folder) ? folder : throw new DirectoryNotFoundException($"{FolderVariable} has no folder {books}.");
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "data", books);
            if (Directory.Exists(folder)) return folder;
        }

        return null;
    }

    private static List<string> MakeUp(int lineCount)
    {
        var random = new SplitMix64(2);
        var ranks = new ZipfKeys(40_000).Draw(lineCount * 12, seed: 3);
        var lines = new List<string>(lineCount);
        var line = new StringBuilder();
        for (var i = 0; i < ranks.Length; i++)
        {
            var letters = new SplitMix64((ulong)ranks[i]);
            for (var left = 1 + letters.Next(9); left > 0; left--) line.Append((char)('a' + letters.Next(26)));
            if (random.Next(8) == 0) line.Append(',');
            line.Append(' ');
            if (i % 12 != 11) continue;

            lines.Add(line.ToString());
            line.Clear();
        }

        return lines;
    }
}
