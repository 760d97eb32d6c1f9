using System.Globalization;

namespace LambdaSpeed;

/// <summary>How near the realtime answers were to those of the batch view that has taken their place: what was shown as of its cut,
/// compared with what it says, key by key; of windows, window by window.</summary>
/// <param name="View">The view.</param>
/// <param name="Cut">The cut of the batch view.</param>
/// <param name="Keys">How many keys were compared: those that either side has.</param>
/// <param name="OnlyRealtime">Keys that the batch view does not have.</param>
/// <param name="OnlyBatch">Keys that had not been shown.</param>
/// <param name="Differing">Keys whose results differ, those that one side does not have included.</param>
/// <param name="MeanError">The mean of all keys' relative errors.</param>
/// <param name="MaxError">The greatest of them.</param>
/// <param name="Worst">The keys with the greatest errors, the greatest first.</param>
/// <param name="IsOverLimit">Is the mean above <see cref="MergedViewOptions.ErrorLimit"/>?</param>
public sealed record AccuracyReport(
    string View, Cut Cut, long Keys, long OnlyRealtime, long OnlyBatch, long Differing, double MeanError, double MaxError,
    IReadOnlyList<KeyAccuracy> Worst, bool IsOverLimit)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"view '{View}' at the {Cut}: {Keys} keys compared, {Differing} differ, mean relative error {MeanError:P3}, " +
        $"greatest {MaxError:P3}" +
        $"{(Worst.Count == 0 ? "" : $"; worst: {string.Join(", ", Worst)}")}");
}
