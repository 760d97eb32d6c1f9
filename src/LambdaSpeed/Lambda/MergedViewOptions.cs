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

    /// <summary>Is each batch view compared, in the background, with what readers had been shown? It reads every key once.</summary>
    /// <value>The default is true.</value>
    public bool MeasuresAccuracy { get; init; } = true;

    /// <summary>Called with each report, on a thread of its own; what it throws is logged.</summary>
    /// <value>The default is null.</value>
    public Action<AccuracyReport>? OnAccuracy { get; init; }

    /// <summary>The mean relative error above which a report is marked and logged as a warning; 0 or more.</summary>
    /// <value>The default is null: none is.</value>
    public double? ErrorLimit { get; init; }

    /// <summary>How many keys a report names; 0 or more.</summary>
    /// <value>The default is 10.</value>
    public int WorstKeys { get; init; } = 10;

    internal MergedViewOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(WorstKeys);
        if (ErrorLimit is { } limit) ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(KeptSlices);
        ArgumentNullException.ThrowIfNull(ExactPartners);
        return this;
    }
}
