namespace LambdaSpeed.Windows;

/// <summary>When a session begins and ends.</summary>
/// <param name="First">The time of its first tuple, in ticks of UTC.</param>
/// <param name="Last">The time of its last tuple.</param>
internal readonly record struct SessionBounds(long First, long Last)
{
    /// <summary>Have both an instant in common?</summary>
    public bool Overlaps(SessionBounds other) => First <= other.Last && Last >= other.First;
}
