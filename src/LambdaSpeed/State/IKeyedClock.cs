namespace LambdaSpeed;

/// <summary>The times of the call at hand. Used inside of <c>Execute</c> and <c>OnTimer</c>.</summary>
public interface IKeyedClock
{
    /// <summary>The event time of the tuple; of a timer of event time, the time it was set to; of one of processing time, the watermark.
    /// Null where nobody has said <c>WithEventTime</c>.</summary>
    DateTimeOffset? EventTime { get; }

    /// <summary>How far event time has come in this task: the least of what its inputs say. Moves between calls, and depends on which
    /// tuples
    /// were read first. Null before the first watermark; the latest time there is at the end of the input.</summary>
    DateTimeOffset? Watermark { get; }

    /// <summary>Processing time, by the run's <see cref="TimeProvider"/>; stands still within a call.</summary>
    DateTimeOffset Now { get; }
}
