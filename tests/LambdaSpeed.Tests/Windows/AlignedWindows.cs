namespace LambdaSpeed.Tests.Windows;

/// <summary>Windows that are where they are, whatever happens.</summary>
/// <param name="windows">The windows.</param>
/// <param name="windowsOf">Those that hold an instant.</param>
internal sealed class AlignedWindows(Window windows, Func<long, IEnumerable<(long Start, long End)>> windowsOf) : WindowOracle(windows)
{
    /// <summary>Windows of a size, one every so often.</summary>
    public static AlignedWindows Of(Window windows, TimeSpan size, TimeSpan every, TimeSpan offset)
    {
        return new(windows, All);

        IEnumerable<(long, long)> All(long ticks)
        {
            var origin = DateTime.UnixEpoch.Ticks + offset.Ticks;
            var start = origin + (long)Math.Floor((decimal)(ticks - origin) / every.Ticks) * every.Ticks;
            for (; start + size.Ticks > ticks; start -= every.Ticks) yield return (start, start + size.Ticks);
        }
    }

    public sealed override ExpectedWindows Expect(IEnumerable<(TimedEvent Event, long Watermark)> arrivals, TimeSpan lateness)
    {
        var all = arrivals.ToList();
        var accepted = all.Where(item => windowsOf(item.Event.Ticks).Max(window => window.End) + lateness.Ticks > item.Watermark).ToList();
        return ExpectedWindows.Of(
            accepted.SelectMany(item => windowsOf(item.Event.Ticks).Select(window => (item.Event.Key, window.Start, window.End, item.Event.Value)))
                .GroupBy(item => (item.Key, item.Start, item.End))
                .Select(of => (of.Key.Key, of.Key.Start, of.Key.End, of.Sum(item => item.Value))),
            all.Count - accepted.Count);
    }
}
