using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>The last stage of all hand-written contenders: counts and reports, on one thread at a time.</summary>
public sealed class Counter(LatencyRun run)
{
    private readonly LatencyProbe _probe = run.NewProbe();

    public VisibleCounts Counts { get; } = new();

    public void Count(Mapped item)
    {
        Counts.Increment(item.Key);
        _probe.Counted(item.Index);
    }
}
