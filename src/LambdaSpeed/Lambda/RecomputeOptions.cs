namespace LambdaSpeed;

/// <summary>How a batch view is recomputed from the log.</summary>
public sealed record RecomputeOptions
{
    /// <summary>Up to where: one of <see cref="TopologyRun.Cuts"/>.</summary>
    /// <value>The default is null: a cut is made.</value>
    public Cut? Cut { get; init; }

    /// <summary>An exact variant of the run's topology: with the same spouts, and a view of the same name, keys and accumulators. Where its
    /// aggregation has another name, that must be one of <see cref="MergedViewOptions.ExactPartners"/>.</summary>
    /// <value>The default is null: the run's own topology.</value>
    public Topology? Topology { get; init; }

    /// <summary>Where the recomputation keeps its state, so that it goes on after the end of the process when it is asked for the same cut
    /// again; and from where it goes on for a later cut, so that each record of the log is read once. A place of its own, for this view
    /// alone.</summary>
    /// <value>The default is null: it begins anew.</value>
    public ICheckpointStore? Checkpoints { get; init; }

    /// <summary>How many threads it takes, of lower priority than those of the run.</summary>
    /// <value>The default is 1.</value>
    public int Workers { get; init; } = 1;

    /// <summary>Told now and then how much is done: from 0 to 1.</summary>
    /// <value>The default is null.</value>
    public IProgress<double>? Progress { get; init; }
}
