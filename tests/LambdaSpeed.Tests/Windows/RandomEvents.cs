using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Events with disorder, equal times, and gaps; and which of them a watermark makes late, reckoned one by one.</summary>
internal sealed class RandomEvents
{
    public static readonly DateTimeOffset Origin = new(2024, 3, 30, 22, 0, 0, TimeSpan.Zero); // a day before summer time begins in Europe

    private const int FewEvents = 12; // so few are shown one by one

    private readonly int _seed;
    private readonly Random _choices; // what a test draws besides: the same when it is tried with fewer events

    public RandomEvents(int seed) : this(seed, events: null)
    {
    }

    private RandomEvents(int seed, List<TimedEvent>? events)
    {
        var random = new Random(seed);
        _seed = seed;
        _choices = new Random(seed * 741_103_597); // far from its neighbours
        Sources = random.Next(1, 4);
        Tasks = random.Next(1, 4);
        Delay = TimeSpan.FromSeconds(random.Next(0, 200));
        Lateness = TimeSpan.FromSeconds(random.Next(2) * random.Next(0, 200));
        Fails = random.Next(3) == 0;
        Events = events ?? Draw(random);
    }

    public List<TimedEvent> Events { get; }

    public int Sources { get; }

    public int Tasks { get; }

    public TimeSpan Delay { get; }

    public TimeSpan Lateness { get; }

    /// <summary>Is there to be a failure in the middle?</summary>
    public bool Fails { get; }

    /// <summary>Checks a property of events, so and so often; of those that it does not hold for, finds few.</summary>
    public static void Check(int count, Func<RandomEvents, Task> check)
    {
        var tried = 0;
        Prop.ForAll(
            Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(seed => new RandomEvents(seed)), events => events.Fewer()),
            (RandomEvents events) =>
            {
                tried++;
                return check(events);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
        Assert.Equal(count, tried);
    }

    public int Next(int least, int most) => _choices.Next(least, most);

    public TimeSpan Seconds(int least, int most) => TimeSpan.FromSeconds(Next(least, most));

    /// <summary>Each event with the watermark it comes behind, in ticks; 0 when there is none. Sources take turns.</summary>
    /// <param name="sources">How many there are.</param>
    public IEnumerable<(TimedEvent Event, long Watermark)> WithWatermarks(int sources)
    {
        var latest = new long?[sources];
        for (var i = 0; i < Events.Count; i++)
        {
            yield return (Events[i], latest[i % sources] is { } ticks ? ticks - Delay.Ticks : 0);
            latest[i % sources] = Math.Max(latest[i % sources] ?? 0, Events[i].Ticks);
        }
    }

    public override string ToString() =>
        $"seed {_seed}: {Events.Count} events, {Sources} sources, {Tasks} tasks, delay {Delay}, lateness {Lateness}, fails {Fails}"
        + (Events.Count > FewEvents ? "" : string.Concat(Events.Select(Show)));

    private static string Show(TimedEvent item) =>
        string.Create(CultureInfo.InvariantCulture, $"; {item.Value} of key {item.Key} at {(item.Time - Origin).TotalSeconds} s");

    /// <summary>The same without some of the events: half of them, a quarter, down to single ones.</summary>
    private IEnumerable<RandomEvents> Fewer()
    {
        for (var size = Events.Count / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= Events.Count; start += size)
            {
                yield return new(_seed, [.. Events[..start], .. Events[(start + size)..]]);
            }
        }
    }

    private static List<TimedEvent> Draw(Random random)
    {
        var (events, now) = (new List<TimedEvent>(), 0);
        for (var i = random.Next(1, 400); i > 0; i--)
        {
            now += random.Next(20) == 0 ? random.Next(0, 40_000) : random.Next(0, 60);
            var time = Origin.AddSeconds(now - (random.Next(3) == 0 ? random.Next(0, 600) : 0));
            if (events.Count > 0 && random.Next(8) == 0) time = events[^random.Next(1, Math.Min(events.Count, 8) + 1)].Time; // once more
            events.Add(new(random.Next(1, 4), time, random.Next(1, 100)));
        }
        return events;
    }
}
