using Samples.Shared;

namespace WordCount;

/// <summary>What the command line asks for.</summary>
/// <param name="Files">The texts.</param>
/// <param name="Top">How many words are printed.</param>
/// <param name="Parallelism">How many tasks read, split and count.</param>
/// <param name="Export">The folder to export to, if any.</param>
/// <param name="Keeping">Where everything is kept, if it is.</param>
internal sealed record WordCountOptions(
    IReadOnlyList<InputFile> Files, int Top, int Parallelism, string? Export, KeepingOptions? Keeping)
{
    public const string Help = $"""
        Counts the words of texts with a topology: spout, splitter, view.

        WordCount [--input <file|folder> …] [--top N] [--parallelism N] [--export DIR]
                  [--data DIR [--rate N] [--patience N]]

          --input        texts, plain or .gz; a folder stands for the *.txt and *.txt.gz directly in it
                         (default: two short books that come with the sample)
          --top          how many words are printed, 1 to 1000 (default 20)
          --parallelism  how many tasks read, split and count, 1 to 64 (default: the number of cores)
          --export       a folder to write t1_word_counts.csv and t2_per_file.csv to; made when it does not exist
        {KeepingOptions.Help}
          --help         this text

        A word is a run of the letters a-z, in upper or lower case, and apostrophes, without the apostrophes at its ends.
        Exit codes: 0 all counted, 1 the run failed, 2 the command line is wrong, 130 stopped by Ctrl-C (prints what was counted so far).
        """;

    private static readonly string[] BundledBooks = ["austen-lady-susan.txt.gz", "dickens-some-short-christmas-stories.txt.gz"];

    public static WordCountOptions Parse(string[] args)
    {
        var arguments = new Arguments(args, ["--input", "--top", "--parallelism", "--export", .. KeepingOptions.Names]);
        var input = arguments.Many("--input");
        if (input.Count == 0) input = [.. BundledBooks.Select(InputFiles.Bundled)];
        return new WordCountOptions(
            InputFiles.Find("--input", input, "*.txt", "*.txt.gz"),
            arguments.Number("--top", otherwise: 20, least: 1, most: 1000),
            arguments.Number("--parallelism", otherwise: Math.Min(Environment.ProcessorCount, 64), least: 1, most: 64),
            arguments.NewFolder("--export"),
            KeepingOptions.Parse(arguments));
    }
}
