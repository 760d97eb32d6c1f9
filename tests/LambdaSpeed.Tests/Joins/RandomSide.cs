namespace LambdaSpeed.Tests.Joins;

/// <summary>One side of a random join: events with disorder, equal times and gaps, and which of them are late, reckoned one by one.</summary>
internal sealed class RandomSide
{
    public static readonly DateTimeOffset Origin = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public RandomSide(Random random, TimeSpan lateness, int most = 200)
    {
        Lateness = lateness;
        Sources = random.Next(1, 4);
        Delay = TimeSpan.FromSeconds(random.Next(0, 60));
        var now = 0;
        for (var i = random.Next(0, most); i > 0; i--)
        {
            now += random.Next(20) == 0 ? random.Next(0, 400) : random.Next(0, 10);
            var time = now - (random.Next(3) == 0 ? random.Next(0, 90) : 0);
            Events.Add(new(random.Next(1, 6), Origin.AddSeconds(time), random.Next(1, 100)));
        }
    }

    public List<JoinEvent> Events { get; } = [];

    public int Sources { get; }

    public TimeSpan Delay { get; }

    public TimeSpan Lateness { get; }

    /// <summary>The events that are not late; sources take turns.</summary>
    public List<JoinEvent> Accepted
    {
        get
        {
            var accepted = new List<JoinEvent>();
            var latest = new DateTimeOffset?[Sources];
            for (var i = 0; i < Events.Count; i++)
            {
                var source = i % Sources;
                if (latest[source] is not { } seen || Events[i].Time >= seen - Delay - Lateness) accepted.Add(Events[i]);
                if (latest[source] is not { } before || Events[i].Time > before) latest[source] = Events[i].Time;
            }
            return accepted;
        }
    }

    public WatermarkStrategy Strategy => WatermarkStrategy.BoundedOutOfOrderness(Delay);

    public override string ToString() => $"{Events.Count} events of {Sources} sources, delay {Delay}";
}
