namespace LambdaSpeed.Windows;

/// <summary>One time of activity of a key.</summary>
/// <param name="First">The time of its first tuple, in ticks of UTC.</param>
/// <param name="Last">The time of its last tuple.</param>
/// <param name="Value">What its tuples amount to: in a slice, those that came while that was open. Undefined of a shadow.</param>
/// <param name="Before">The sessions of the slice before that it goes on from, as they were when that ended; null when it began
/// here.</param>
/// <param name="IsShadow">Does it go on from the slice before, and has nothing come since? Its bounds are there, so that what is late is
/// told, and no value.</param>
internal readonly record struct Session<T>(long First, long Last, T Value, SessionBounds[]? Before = null, bool IsShadow = false)
{
    public SessionBounds Bounds => new(First, Last);

    /// <summary>What goes on from it in the next slice, before anything has come there.</summary>
    public Session<T> ToShadow() => new(First, Last, default!, [Bounds], IsShadow: true);
}
