namespace LambdaSpeed.State;

/// <summary>How long the values of one state live, and what the time is.</summary>
/// <param name="Time">The time of the call at hand.</param>
/// <param name="TimeToLive">From a value's last write; null for ever.</param>
internal sealed record Lifetime(StateTime Time, TimeSpan? TimeToLive)
{
    /// <summary>When a value that is written now will be gone.</summary>
    public long End => TimeToLive is { } timeToLive ? Time.Now + timeToLive.Ticks : long.MaxValue;

    public bool IsOver(long expiresAt) => TimeToLive is not null && expiresAt <= Time.Now;
}
