using Samples.Shared;

namespace SuperWebAnalytics.Batch;

/// <summary>What the command line says of the batch layer.</summary>
/// <param name="Every">After how many lines it begins anew.</param>
/// <param name="Queries">The pages that are asked for after each hand-over.</param>
internal sealed record BatchOptions(int Every, IReadOnlyList<string> Queries)
{
    public const string Help = """
          --batch-every  a batch layer beside the run: whenever so many lines more were read, 1 to 1000000000, page views by path, bytes by
                         client and unique clients by path are recomputed from the log up to a cut, and take the place of what the
                         realtime views have up to there. Prints how far it is behind, how large the realtime part is, and how far
                         off the approximate unique clients had been. The export is the same. Without --data the log is a temporary one
          --query        with --batch-every: pages whose views and unique clients are printed after each hand-over, batch and realtime
                         part merged
        """;

    public static readonly string[] Names = ["--batch-every", "--query"];

    /// <summary>Null without <c>--batch-every</c>.</summary>
    public static BatchOptions? Parse(Arguments arguments)
    {
        var every = arguments.Number("--batch-every", otherwise: 0, least: 1, most: 1_000_000_000);
        var queries = arguments.Many("--query");
        if (every > 0) return new BatchOptions(every, queries);
        if (queries.Count == 0) return null;

        throw new UsageException("--query asks merged views, and there is no --batch-every; give both or neither.");
    }
}
