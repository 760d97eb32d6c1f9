using LambdaSpeed;
using Samples.Shared;

namespace WordCount;

/// <summary>What runs, and the names of the views to ask it for.</summary>
internal static class WordCountTopology
{
    /// <summary>The component that reads the lines and emits the words.</summary>
    public const string Splitter = "split";

    public static WordCountViews AddTo(
        TopologyBuilder topology, WordCountOptions options, ILineSource<BookLine> lines, CancellationToken cancellationToken)
    {
        var words = topology
            .AddSpout("lines", lines.Spout, Math.Min(options.Parallelism, lines.MostTasks))
            .SelectMany(LinePieces.Of)
            .Then(Splitter, () => new SplitWords(), options.Parallelism);

        var perWord = words
            .GroupBy(word => word.Text)
            .PreAggregate() // a few words make up most of a text: send sums, not words
            .Aggregate("word-counts", a => a.Count(), options.Parallelism)
            .ToView();

        // what is kept must be complete, for an export that is asked for later
        if (options.Export is null && !lines.IsKept) return new WordCountViews(perWord, default, default);

        // and a file that was half measured when a run was stopped would be one that the next run holds for measured
        var giveUp = lines.IsKept ? CancellationToken.None : cancellationToken;
        return new WordCountViews(perWord, AddPerFile(words, options), AddFacts(topology, options, giveUp));
    }

    private static ViewName<int, (long Tokens, long Distinct)> AddPerFile(Stream<WordOfFile> words, WordCountOptions options) => words
        .GroupBy(word => word.File)
        .Aggregate("words-per-file",
            a => a.Combine(a.Count(), a.CountDistinct(word => word.Text), (tokens, distinct) => (Tokens: tokens, Distinct: distinct)),
            options.Parallelism)
        .ToView();

    private static ViewName<int, FileFacts?> AddFacts(
        TopologyBuilder topology, WordCountOptions options, CancellationToken cancellationToken) => topology
        .AddSpout("files", Spouts.FromEnumerable(Enumerable.Range(0, options.Files.Count)))
        .Then("measure", () => new MeasureFile(options.Files, cancellationToken), options: new() { OwnThread = true })
        .GroupBy(facts => facts.File)
        .Aggregate("file-facts", a => a.Latest(facts => facts, facts => facts.Bytes, facts => facts.Sha256))
        .ToView();
}
