namespace LambdaSpeed.State;

/// <summary>How long the values of one state live, what the time is, and whether the state may be used.</summary>
/// <param name="Name">The state, for errors.</param>
/// <param name="Time">The time of the call at hand.</param>
/// <param name="TimeToLive">From a value's last write; null for ever.</param>
/// <param name="Events">Event time, when values live by it: from the time of the tuple that wrote them until the watermark. Null when they
/// live by the clock.</param>
internal sealed record Lifetime(string Name, StateTime Time, TimeSpan? TimeToLive, EventClock? Events = null)
{
    /// <summary>When a value that is written now will be gone.</summary>
    public long End => TimeToLive is { } timeToLive ? (Events?.Stamp.EventTime ?? Time.Now) + timeToLive.Ticks : long.MaxValue;

    /// <exception cref="InvalidOperationException">No call is at hand.</exception>
    public void RequireCall()
    {
        if (!Time.IsInCall) throw new InvalidOperationException(
            $"State '{Name}' is used outside of Execute, where there is no key. Read and write it inside of Execute only.");
    }

    public bool IsOver(long expiresAt) => TimeToLive is not null && expiresAt <= (Events?.Watermark ?? Time.Now);
}
