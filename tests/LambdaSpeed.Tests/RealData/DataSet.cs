using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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

    /// <summary>The rows of a gzipped file, without its header.</summary>
    public IEnumerable<string> Rows(string file)
    {
        using var reader = new StreamReader(
            new GZipStream(File.OpenRead(Path.Combine(_folder, file)), CompressionMode.Decompress), Encoding.UTF8);
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <summary>Asserts that a whole result is the reference's, byte for byte.</summary>
    public void AssertEqual(string result, string header, IEnumerable<object[]> rows)
    {
        var csv = Canonical(header, rows);
        var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "expected", "summary.json"))).RootElement.GetProperty(result);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(csv)));
        if (hash == summary.GetProperty("sha256").GetString()) return;

        var file = Path.Combine(_folder, "expected", $"{result}.csv");
        if (File.Exists(file)) Assert.Equal(File.ReadAllText(file), csv);
        Assert.Fail($"{result}: {csv.Count(letter => letter == '\n') - 1} rows, expected {summary.GetProperty("rows")}; begins\n{csv[..Math.Min(csv.Length, 400)]}");
    }

    /// <summary>Canonical CSV, in ascending order of its columns from left to right.</summary>
    private static string Canonical(string header, IEnumerable<object[]> rows)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in rows.Order(Comparer<object[]>.Create(Compare)))
        {
            text.AppendJoin(',', row.Select(field => field is string word ? Quoted(word) : $"{field}")).Append('\n');
        }
        return text.ToString();
    }

    private static string Quoted(string word) =>
        word.AsSpan().ContainsAny(",\"\r\n") ? $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : word;

    private static int Compare(object[] left, object[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            var order = left[i] is string word ? string.CompareOrdinal(word, (string)right[i]) : Comparer<object>.Default.Compare(left[i], right[i]);
            if (order != 0) return order;
        }
        return 0;
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
