namespace LambdaSpeed;

/// <summary>A batch view does not fit where it is to be used: it has other keys, other accumulators, another aggregator, or a cut at which
/// it cannot be joined.</summary>
public sealed class BatchViewMismatchException : BatchViewException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="view">The batch view.</param>
    /// <param name="difference">What differs, as a sentence with the remedy.</param>
    public BatchViewMismatchException(string view, string difference) : base($"The batch view '{view}' does not fit: {difference}") =>
        View = view;

    /// <summary>The batch view.</summary>
    public string View { get; }
}
