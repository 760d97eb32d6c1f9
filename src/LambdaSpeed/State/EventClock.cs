using LambdaSpeed.Streams;

namespace LambdaSpeed.State;

/// <summary>Event time as one task of a keyed component knows it: that of the call at hand, and up to when all has come. Owner
/// only.</summary>
/// <param name="isKnown">Does the topology say when the tuples happened?</param>
internal sealed class EventClock(bool isKnown)
{
    private long _atEnd; // the latest time that was waited for at the end of the input; 0 before

    /// <summary>Does the topology say when the tuples happened?</summary>
    public bool IsKnown => isKnown;

    /// <summary>What travels beside the tuple or the timer of the call at hand: its event time, and the watermark that it came
    /// behind.</summary>
    public TupleStamp Stamp { get; set; }

    /// <summary>The task's watermark; <see cref="Streams.Watermark.None"/> before the first.</summary>
    public long Watermark { get; private set; }

    /// <summary>The watermark before that: what is due between the two is emitted as having come behind this one.</summary>
    public long Former { get; private set; }

    /// <summary>Up to when things are due. At the end of the input that is the latest thing there was then: what is set from there on
    /// stays,
    /// so that a timer that sets the next one comes to an end.</summary>
    public long DueUntil => _atEnd > 0 ? _atEnd : Watermark;

    /// <summary>The watermark by which the tuple at hand is late: that of its own source, or the task's, which is ahead only when an input
    /// was taken for idle.</summary>
    public long LateBefore => Math.Max(Stamp.Watermark, Watermark);

    /// <summary>Event time has come so far.</summary>
    /// <param name="watermark">The watermark.</param>
    /// <param name="latestDue">The latest thing that waits.</param>
    public void Advance(long watermark, Func<long> latestDue)
    {
        if (watermark <= Watermark) return;
        (Former, Watermark) = (Watermark, watermark);
        if (watermark == Streams.Watermark.Final) _atEnd = Math.Max(1, latestDue());
    }

    /// <summary>Goes on with the watermark of the start before. Its end was none: there is more to read, by its own watermarks.</summary>
    public void Restore(long watermark)
    {
        if (watermark != Streams.Watermark.Final) (Former, Watermark) = (watermark, watermark);
    }
}
