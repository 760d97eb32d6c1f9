using System.Diagnostics;

namespace LambdaSpeed.Latency.Running;

/// <summary>Takes the time at which an event's count is visible. Belongs to one thread at a time.</summary>
public sealed class LatencyProbe(PacedSource source)
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>Times from the scheduled sending.</summary>
    internal LatencyHistogram Whole { get; } = new();

    /// <summary>Times from the moment at which the event was handed out.</summary>
    internal LatencyHistogram Own { get; } = new();

    /// <summary>Called at once after the count of event <paramref name="index"/> was made visible.</summary>
    public void Counted(int index)
    {
        var now = Stopwatch.GetTimestamp();
        Whole.Record((long)((now - source.ScheduledAt(index)) * NanosecondsPerTick));
        Own.Record((long)((now - source.HandedOutAt(index)) * NanosecondsPerTick));
    }
}
