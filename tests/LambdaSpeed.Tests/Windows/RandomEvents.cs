namespace LambdaSpeed.Tests.Windows;

/// <summary>Events with disorder, equal times, and gaps; and which of them a watermark makes late, reckoned one by one.</summary>
internal sealed class RandomEvents
{
    public static readonly DateTimeOffset Origin = new(2024, 3, 30, 22, 0, 0, TimeSpan.Zero); // a day before summer time begins in Europe

    private readonly Random _random;

    public RandomEvents(int seed)
    {
        _random = new Random(seed);
        Sources = _random.Next(1, 4);
        Tasks = _random.Next(1, 4);
        Delay = TimeSpan.FromSeconds(_random.Next(0, 200));
        Lateness = TimeSpan.FromSeconds(_random.Next(2) * _random.Next(0, 200));
        var now = 0;
        for (var i = _random.Next(1, 400); i > 0; i--)
        {
            now += _random.Next(20) == 0 ? _random.Next(0, 40_000) : _random.Next(0, 60);
            var time = now - (_random.Next(3) == 0 ? _random.Next(0, 600) : 0);
            Events.Add(new(_random.Next(1, 4), Origin.AddSeconds(time), _random.Next(1, 100)));
        }
    }

    public List<TimedEvent> Events { get; } = [];

    public int Sources { get; }

    public int Tasks { get; }

    public TimeSpan Delay { get; }

    public TimeSpan Lateness { get; }

    public int Next(int least, int most) => _random.Next(least, most);

    /// <summary>Each event with the watermark it comes behind, in ticks; 0 when there is none. Sources take turns.</summary>
    public IEnumerable<(TimedEvent Event, long Watermark)> WithWatermarks()
    {
        var latest = new long?[Sources];
        for (var i = 0; i < Events.Count; i++)
        {
            yield return (Events[i], latest[i % Sources] is { } ticks ? ticks - Delay.Ticks : 0);
            latest[i % Sources] = Math.Max(latest[i % Sources] ?? 0, Events[i].Ticks);
        }
    }

    public override string ToString() => $"{Events.Count} events, {Sources} sources, {Tasks} tasks, delay {Delay}, lateness {Lateness}";
}
