using System.Diagnostics;

namespace LambdaSpeed.Durability.Measuring;

/// <summary>How many events are due, at an even rate since the first question.</summary>
internal sealed class Pace(double perSecond)
{
    private long _start; // timestamp of the first question

    public long Due()
    {
        if (double.IsInfinity(perSecond)) return long.MaxValue;
        var now = Stopwatch.GetTimestamp();
        if (Volatile.Read(ref _start) == 0) Interlocked.CompareExchange(ref _start, now, 0);
        return (long)(Stopwatch.GetElapsedTime(Volatile.Read(ref _start), now).TotalSeconds * perSecond);
    }
}
