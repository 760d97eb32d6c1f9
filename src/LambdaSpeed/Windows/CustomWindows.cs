using System.Globalization;

namespace LambdaSpeed.Windows;

/// <summary>Windows of the user's own that do not overlap.</summary>
internal sealed class CustomWindows(string name, Func<DateTimeOffset, (DateTimeOffset Start, DateTimeOffset End)> windowOf)
    : PaneWindows($"custom {name}")
{
    private const string Remedy =
        "Remedy: have the function of Window.Custom return, for any instant, the one window that the instant is in.";

    public override Pane PaneOf(long time)
    {
        var (start, end) = WindowOf(time);
        if (start > time || end <= time) throw new InvalidOperationException(
            $"The {Name} windows give {Text(time)} the window from {Text(start)} to {Text(end)}, which does not hold it. {Remedy}");
        RequireSame(time, (start, end), start);
        RequireSame(time, (start, end), end - 1);
        return new(start, end, end);
    }

    /// <summary>Windows that overlap give one of their instants another window.</summary>
    private void RequireSame(long time, (long Start, long End) window, long within)
    {
        if (within == time) return;
        var other = WindowOf(within);
        if (other != window) throw new InvalidOperationException(
            $"The {Name} windows give {Text(time)} the window from {Text(window.Start)} to {Text(window.End)}, but {Text(within)}, which " +
            $"is within it, the one from {Text(other.Start)} to {Text(other.End)}. {Remedy}");
    }

    private (long Start, long End) WindowOf(long time)
    {
        var (start, end) = windowOf(new DateTimeOffset(time, TimeSpan.Zero));
        return (start.UtcTicks, end.UtcTicks);
    }

    private static string Text(long time) => new DateTimeOffset(time, TimeSpan.Zero).ToString("O", CultureInfo.InvariantCulture);
}
