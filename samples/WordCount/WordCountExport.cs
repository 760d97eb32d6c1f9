using LambdaSpeed;
using Samples.Shared;

namespace WordCount;

/// <summary>Writes the results as canonical CSV.</summary>
internal static class WordCountExport
{
    public static void Write(
        WordCountOptions options, IReadOnlyList<KeyValuePair<string, long>> counts, TopologyRun run, WordCountViews views)
    {
        WriteWords(options.Export!, counts);
        WriteFiles(options.Export!, options.Files, run.View(views.PerFile), run.View(views.Facts));
    }

    private static void WriteWords(string folder, IReadOnlyList<KeyValuePair<string, long>> counts)
    {
        using var csv = new CsvFile(folder, "t1_word_counts.csv", "word", "count");
        foreach (var (word, count) in counts) csv.Write(word, CsvFile.Text(count));
    }

    private static void WriteFiles(
        string folder,
        IReadOnlyList<InputFile> files,
        IViewReader<int, (long Tokens, long Distinct)> words,
        IViewReader<int, FileFacts?> facts)
    {
        using var csv = new CsvFile(folder, "t2_per_file.csv", "file", "bytes", "lines", "tokens", "distinct", "sha256_of_text");
        foreach (var (index, file) in files.Index())
        {
            var (tokens, distinct) = words.Get(index); // a file without words is in no view: both are 0
            var fact = facts.Get(index)!;
            csv.Write(
                file.Name, CsvFile.Text(fact.Bytes), CsvFile.Text(fact.Lines), CsvFile.Text(tokens), CsvFile.Text(distinct), fact.Sha256);
        }
    }
}
