using System.Diagnostics;

namespace LambdaSpeed.Latency.Running;

/// <summary>Says which events are due: event i at start + i × period, whatever has become of the ones before it.</summary>
/// <remarks>
/// An open loop: after a stall all that came due is handed out at once, nothing is left out and nothing is put off, so that a stall
/// counts for every event it held up. One thread takes events, by <see cref="WaitDue"/> on a thread of its own or by
/// <see cref="TakeDue"/> from within an engine that has its own way of waiting; <see cref="ScheduledAt"/> may be asked on any thread.
/// </remarks>
public sealed class PacedSource(long eventsPerSecond, int total, PacedWait wait)
{
    private readonly double _ticksPerEvent = (double)Stopwatch.Frequency / eventsPerSecond;
    private readonly long[] _handedOut = new long[total]; // timestamps; each written before its event is handed out
    private long _start; // timestamp at which event 0 is due; written once, before the first event is handed out
    private int _next;   // first event that was not handed out

    public int Total => total;

    public bool IsExhausted => _next == total;

    /// <summary>Sets the time of event 0, a little ahead so that the contender is awake.</summary>
    public void Start() => _start = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 100;

    public long ScheduledAt(int index) => _start + (long)(index * _ticksPerEvent);

    /// <summary>When an event was handed out: as late as the waiting was, or as the events before it made it.</summary>
    public long HandedOutAt(int index) => _handedOut[index];

    /// <summary>Takes all events that are due, <c>first</c> to <c>first + count - 1</c>. Never waits; 0 when none is.</summary>
    public int TakeDue(out int first)
    {
        first = _next;
        var now = Stopwatch.GetTimestamp();
        var elapsed = now - _start;
        if (elapsed < 0) return 0;

        var due = (int)Math.Min(total, (long)(elapsed / _ticksPerEvent) + 1);
        if (due <= first) return 0;

        Array.Fill(_handedOut, now, first, due - first);
        _next = due;
        return due - first;
    }

    /// <summary>Waits until events are due and takes them; false after the last one.</summary>
    public bool WaitDue(out int first, out int count)
    {
        while (!IsExhausted)
        {
            count = TakeDue(out first);
            if (count > 0) return true;

            wait.Until(ScheduledAt(_next));
        }

        (first, count) = (total, 0);
        return false;
    }
}
