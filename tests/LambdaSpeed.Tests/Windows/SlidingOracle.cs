namespace LambdaSpeed.Tests.Windows;

/// <summary>A window for each instant at which something happened, which ends with it.</summary>
internal sealed class SlidingOracle(TimeSpan size) : WindowOracle(Window.Sliding(Positive(size)))
{
    private readonly long _size = Positive(size).Ticks;

    public override ExpectedWindows Expect(IEnumerable<(TimedEvent Event, long Watermark)> arrivals, TimeSpan lateness)
    {
        var all = arrivals.ToList();
        var accepted = all.Where(item => item.Event.Ticks + _size + lateness.Ticks > item.Watermark).Select(item => item.Event).ToList();
        return ExpectedWindows.Of(
            accepted.Select(item => (item.Key, item.Ticks)).Distinct().Select(end => (end.Key, end.Ticks + 1 - _size, end.Ticks + 1, accepted
                .Where(item => item.Key == end.Key && item.Ticks > end.Ticks - _size && item.Ticks <= end.Ticks).Sum(item => item.Value))),
            all.Count - accepted.Count);
    }

    private static TimeSpan Positive(TimeSpan size) => size > TimeSpan.Zero ? size : TimeSpan.FromSeconds(1);
}
