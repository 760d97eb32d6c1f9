using LambdaSpeed;

namespace SuperWebAnalytics.Batch;

/// <summary>A view that the batch layer recomputes.</summary>
/// <param name="name">The view.</param>
/// <param name="schema">What its batch views are made of.</param>
/// <param name="partner">The name of the aggregation that they are computed by, when it is another one than the view's.</param>
/// <param name="variant">Adds the view alone to a topology: what else the run computes the batch layer need not.</param>
internal sealed class BatchedView<TKey, TAccumulator, TResult>(
    ViewName<TKey, TResult> name, BatchViewSchema<TKey, TAccumulator> schema, string? partner, Action<TopologyBuilder> variant)
    : IBatchedView
    where TKey : notnull
{
    public string Name => name.Name;

    /// <summary>The merged view, whose batch view is the one of the last hand-over.</summary>
    public MergedView<TKey, TAccumulator, TResult> In(TopologyRun run) => run.Merged(name, schema);

    /// <summary>How many keys have something above the cut: each once, in however many slices it is.</summary>
    public int RealtimeKeys(TopologyRun run) => run.View(name).All().Count();

    public void Open(TopologyRun run, Action<AccuracyReport> onAccuracy) => run.Merged(name, schema, new()
    {
        KeptSlices = 0, // nobody takes these back
        ExactPartners = partner is null ? [] : [partner],
        OnAccuracy = onAccuracy,
    });

    /// <summary>Computes the view up to a cut, goes on with it in the batch view's place, and deletes what is not read any more.</summary>
    public async Task RecomputeAsync(TopologyRun run, Cut cut, string folder, CancellationToken cancellationToken)
    {
        var place = Path.Combine(folder, Name);
        var topology = new TopologyBuilder(run.Topology.Name);
        variant(topology);
        var file = Path.Combine(place, $"{cut.Epoch.Number}.batch"); // the cut is durable, so no other one has its number
        await run.RecomputeAsync(name, schema, file, new()
        {
            Cut = cut,
            Topology = topology.Build(),
            Checkpoints = CheckpointStore.InDirectory(Path.Combine(place, "checkpoints")), // the next one reads only what came since
        }, cancellationToken);
        foreach (var former in Directory.GetFiles(place, "*.batch*")) // locks too
        {
            if (!former.StartsWith(file, StringComparison.Ordinal)) File.Delete(former);
        }
    }
}
