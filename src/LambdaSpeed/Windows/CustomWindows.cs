namespace LambdaSpeed.Windows;

/// <summary>Windows of the user's own that do not overlap.</summary>
internal sealed class CustomWindows(string name, Func<DateTimeOffset, (DateTimeOffset Start, DateTimeOffset End)> windowOf)
    : PaneWindows($"custom {name}")
{
    public override Pane PaneOf(long time)
    {
        var (start, end) = windowOf(new DateTimeOffset(time, TimeSpan.Zero));
        if (start.UtcTicks > time || end.UtcTicks <= time) throw new InvalidOperationException(
            $"The {Name} windows give {new DateTimeOffset(time, TimeSpan.Zero):O} the window from {start:O} to {end:O}, which does not " +
            "hold it. Remedy: have the function of Window.Custom return the window that the instant is in.");
        return new(start.UtcTicks, end.UtcTicks, end.UtcTicks);
    }
}
