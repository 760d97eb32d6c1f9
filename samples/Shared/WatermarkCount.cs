using LambdaSpeed;

namespace Samples.Shared;

/// <summary>What a watermark let through.</summary>
/// <param name="Accepted">Tuples that were in time.</param>
/// <param name="Dropped">Tuples that came when their window was final.</param>
/// <param name="Windows">Windows with at least one tuple.</param>
internal sealed record WatermarkCount(long Accepted, long Dropped, long Windows)
{
    /// <summary>Counts from a view; what the run itself counts as late begins anew with each start of a program.</summary>
    /// <param name="view">How many tuples were accepted, by window.</param>
    /// <param name="tuples">How many there were.</param>
    public static WatermarkCount Of<TKey>(IWindowView<TKey, long> view, long tuples)
        where TKey : notnull
    {
        var (accepted, windows) = view.All().Aggregate(
            (Accepted: 0L, Windows: 0L), (sum, window) => (sum.Accepted + window.Value, sum.Windows + 1));
        return new(accepted, tuples - accepted, windows);
    }
}
