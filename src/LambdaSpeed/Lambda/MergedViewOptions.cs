namespace LambdaSpeed;

/// <summary>How a merged view takes batch views.</summary>
public sealed record MergedViewOptions
{
    /// <summary>How many slices below the cut of the batch view are kept, so that a wrong batch view can be taken back; 0 or
    /// more.</summary>
    /// <value>The default is 1.</value>
    public int KeptSlices { get; init; } = 1;

    /// <summary>Names of aggregators whose accumulators may stand for those of the realtime view, because they are the exact result of the
    /// same tuples.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyCollection<string> ExactPartners { get; init; } = [];

    internal MergedViewOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(KeptSlices);
        ArgumentNullException.ThrowIfNull(ExactPartners);
        return this;
    }
}
