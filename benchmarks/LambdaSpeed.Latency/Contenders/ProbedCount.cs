using LambdaSpeed.Latency.Running;

namespace LambdaSpeed.Latency.Contenders;

/// <summary>A count that tells the probe when an event has been counted; from then on a Latest read sees it.</summary>
internal sealed class ProbedCount(LatencyProbe probe) : IAggregator<Mapped, long, long>
{
    public long Zero() => 0;

    public void Add(ref long accumulator, Mapped value)
    {
        accumulator++;
        probe.Counted(value.Index);
    }

    public void Merge(ref long accumulator, in long other) => accumulator += other;

    public long Result(in long accumulator) => accumulator;
}
