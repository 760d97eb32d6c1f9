namespace LambdaSpeed.State;

/// <summary>The times of the call at hand, as the bolt sees them.</summary>
internal sealed class KeyedClock(StateTime time, EventClock events) : IKeyedClock
{
    public DateTimeOffset? EventTime => Streams.Watermark.ToTime(events.Stamp.EventTime);

    public DateTimeOffset? Watermark => Streams.Watermark.ToTime(events.Watermark);

    public DateTimeOffset Now => new(time.Now, TimeSpan.Zero);
}
