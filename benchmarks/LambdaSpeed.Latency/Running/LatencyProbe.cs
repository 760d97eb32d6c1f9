using System.Diagnostics;

namespace LambdaSpeed.Latency.Running;

/// <summary>Takes the time at which an event's count is visible. Belongs to one thread at a time.</summary>
public sealed class LatencyProbe(PacedSource source)
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    internal LatencyHistogram Histogram { get; } = new();

    /// <summary>Called at once after the count of event <paramref name="index"/> was made visible.</summary>
    public void Counted(int index) =>
        Histogram.Record((long)((Stopwatch.GetTimestamp() - source.ScheduledAt(index)) * NanosecondsPerTick));
}
