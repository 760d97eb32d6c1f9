using System.Diagnostics;

namespace LambdaSpeed.Latency.Running;

/// <summary>How a thread waits for the next event to come due.</summary>
public abstract class PacedWait
{
    /// <summary>Gives the core away at every look at the clock: precise, and whoever is runnable goes first; but the
    /// core is never idle.</summary>
    public static PacedWait Yielding { get; } = new YieldingWait();

    /// <summary>Sleeps: costs next to nothing, like events that arrive by a network; late by the granularity of the
    /// system's timer.</summary>
    public static PacedWait Sleeping { get; } = new SleepingWait();

    public abstract void Until(long timestamp);

    private sealed class YieldingWait : PacedWait
    {
        public override void Until(long timestamp)
        {
            while (true)
            {
                var left = timestamp - Stopwatch.GetTimestamp();
                if (left <= 0) return;

                if (left > Stopwatch.Frequency / 500) Thread.Sleep(1);
                else if (!Thread.Yield()) Thread.SpinWait(10);
            }
        }
    }

    private sealed class SleepingWait : PacedWait
    {
        public override void Until(long timestamp)
        {
            var left = timestamp - Stopwatch.GetTimestamp();
            if (left <= 0) return;

            NativeSleep.For(left * (1_000_000_000.0 / Stopwatch.Frequency));
        }
    }
}
