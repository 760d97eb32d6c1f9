namespace LambdaSpeed.Components;

/// <summary>A spout whose source holds what was read before, so that it can be read again up to some place beside the run that goes
/// on.</summary>
internal interface IReplayedSpout
{
    /// <summary>Ends at some places instead of wherever it would, and leaves no trace of having read in the source. After it was opened and
    /// has continued somewhere, before the first tuple is asked for.</summary>
    /// <param name="ends">The first position of each partition that is not to be read; partitions that are not named are left out.</param>
    void ReplayUpTo(IReadOnlyCollection<LogPosition> ends);
}
