using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>A real data set with its reference results, where it is at hand; otherwise the test is skipped and says so.</summary>
internal sealed class DataSet
{
    private const string FolderVariable = "LAMBDASPEED_DATA"; // names the folder that holds the sets

    private readonly string _folder;

    public DataSet(string name)
    {
        var sets = FindFolder();
        Assert.SkipWhen(sets is null, $"there is no folder shared/data above the tests, and {FolderVariable} names none");
        _folder = Path.Combine(sets!, name);
        Assert.SkipUnless(Directory.Exists(_folder), $"the data at hand has no {name}");
    }

    /// <summary>The names of the packed files that the set is made of.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.GetFiles(_folder, "*.gz").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>The names of the files that hold reference results.</summary>
    public IReadOnlyList<string> References =>
        [.. Directory.GetFiles(Path.Combine(_folder, "expected"), "*.csv*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>The names of the results that are described in the summary, those of plain numbers included.</summary>
    public IReadOnlyList<string> Results => [.. Summary().AsObject().Select(result => result.Key)];

    /// <summary>The rows of a packed file, without its header.</summary>
    public IEnumerable<string> Rows(string file) => Lines(file).Skip(1);

    /// <summary>The lines of a packed file.</summary>
    public IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(Open(file));
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <summary>What a packed file holds.</summary>
    public byte[] Bytes(string file)
    {
        using var packed = Open(file);
        using var content = new MemoryStream();
        packed.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>Asserts that a whole result is the reference's, byte for byte, and so are its first rows by measure.</summary>
    /// <param name="result">The result's name.</param>
    /// <param name="header">Its columns.</param>
    /// <param name="rows">Its rows, in any order.</param>
    /// <param name="measure">The column by which the first rows are chosen; by default the last one.</param>
    /// <param name="isRanked">Does the whole result have the order of its first rows?</param>
    public void AssertEqual(string result, string header, IEnumerable<object[]> rows, string? measure = null, bool isRanked = false)
    {
        var column = measure is null ? ^1 : Array.IndexOf(header.Split(','), measure);
        var sorted = CanonicalCsv.InOrder(rows);
        var ranked = sorted.OrderByDescending(row => Convert.ToInt64(row[column], CultureInfo.InvariantCulture)); // stable
        var text = CanonicalCsv.Of(header, isRanked ? ranked : sorted);
        var reference = Summary()[result]!;
        if ((string?)reference["file"] is { } whole) AssertSame(whole, text);
        Assert.True((string?)reference["sha256"] == CanonicalCsv.HashOf(text),
            $"{result}: {sorted.Count} rows, expected {reference["rows"]}; begins\n{text[..Math.Min(text.Length, 400)]}");

        if ((string?)reference["top_file"] is not { } top) return;
        var count = ReadReference(top).Count(letter => letter == '\n') - 1;
        AssertSame(top, CanonicalCsv.Of(header, ranked.Take(count)));
    }

    /// <summary>Asserts that a result of plain numbers, which stands in the summary itself, is the reference's.</summary>
    public void AssertNumbers(string result, object numbers)
    {
        var (expected, actual) = (Summary()[result], JsonSerializer.SerializeToNode(numbers));
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{result} is\n{actual}\nexpected\n{expected}");
    }

    private void AssertSame(string file, string text)
    {
        var expected = ReadReference(file);
        if (!string.Equals(expected, text, StringComparison.Ordinal)) Assert.Equal(expected, text); // slow, and shows where
    }

    private JsonNode Summary() => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "expected", "summary.json")))!;

    private string ReadReference(string file)
    {
        using var reader = new StreamReader(Open(Path.Combine("expected", file)));
        return reader.ReadToEnd();
    }

    private Stream Open(string file)
    {
        var content = File.OpenRead(Path.Combine(_folder, file));
        return file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(content, CompressionMode.Decompress) : content;
    }

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
