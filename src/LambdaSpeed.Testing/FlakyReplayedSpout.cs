using LambdaSpeed.Components;

namespace LambdaSpeed.Testing;

/// <summary>The same of a source that recomputations can read beside the run.</summary>
internal sealed class FlakyReplayedSpout<T>(ISpout<T> inner, IReplayedSpout replayed, FlakySource<T> source)
    : FlakySpout<T>(inner, source), IReplayedSpout
{
    public void ReplayUpTo(IReadOnlyCollection<LogPosition> ends) => replayed.ReplayUpTo(ends);
}
