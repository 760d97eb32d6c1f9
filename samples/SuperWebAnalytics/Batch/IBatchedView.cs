using LambdaSpeed;

namespace SuperWebAnalytics.Batch;

/// <summary>A view that the batch layer recomputes, of whatever types.</summary>
internal interface IBatchedView
{
    string Name { get; }

    /// <summary>Goes on with the batch view of the life before, if there was one.</summary>
    void Open(TopologyRun run, Action<AccuracyReport> onAccuracy);

    Task RecomputeAsync(TopologyRun run, Cut cut, string folder, CancellationToken cancellationToken);
}
