namespace LambdaSpeed.Windows;

/// <summary>The bounds of a window or pane, in ticks of UTC.</summary>
/// <param name="Start">The first instant within.</param>
/// <param name="End">The first instant behind.</param>
internal readonly record struct WindowBounds(long Start, long End)
{
    /// <summary>A bound as users see it: at most the ends of the calendar.</summary>
    public static DateTimeOffset TimeOf(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
