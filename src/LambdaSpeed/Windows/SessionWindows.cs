namespace LambdaSpeed.Windows;

/// <summary>Times of activity.</summary>
internal sealed class SessionWindows(long gap) : Window($"session {TimeSpan.FromTicks(gap):c}")
{
    /// <summary>The longest time without a tuple within a session, in ticks.</summary>
    public long Gap => gap;

    /// <summary>What the watermark has to reach so that no tuple can join a session any more.</summary>
    /// <param name="last">The time of the session's last tuple.</param>
    public long Complete(long last) => last + gap + 1;
}
