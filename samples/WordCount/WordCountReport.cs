using System.Globalization;
using Samples.Shared;

namespace WordCount;

/// <summary>Prints what was counted.</summary>
internal static class WordCountReport
{
    public static void Write(
        IReadOnlyList<KeyValuePair<string, long>> counts, WordCountOptions options, long bytes, TimeSpan time, TextWriter output)
    {
        var total = counts.Sum(word => word.Value);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Files.Count} files, {bytes / 1e6:N1} MB, {total:N0} words, {counts.Count:N0} distinct " +
            $"in {time.TotalSeconds:N2} s ({total / time.TotalSeconds:N0} words/s)"));
        output.WriteLine();

        var table = new TextTable(">rank", "word", ">count", ">share");
        foreach (var (rank, (word, count)) in counts.Take(options.Top).Index())
        {
            table.Add(Number(rank + 1), word, Number(count), ((double)count / total).ToString("P2", CultureInfo.InvariantCulture));
        }
        table.WriteTo(output);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
