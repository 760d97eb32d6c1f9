using System.Diagnostics;

namespace LambdaSpeed.WindowCost;

/// <summary>One way to count the same events.</summary>
/// <param name="name">What it is called in the table.</param>
/// <param name="windows">The windows; null for a plain count by key, without event time.</param>
/// <param name="overlapping">How many windows hold an event.</param>
internal sealed class Entrant(string name, Window? windows, int overlapping)
{
    public string Name => name;

    public int Overlapping => overlapping;

    /// <summary>Seconds of one run over so many events, a million for each second of event time; the result is checked.</summary>
    public Measured Run(int events, int keys, int tasks)
    {
        var topology = new TopologyBuilder("windows");
        var origin = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var stream = topology.AddSpout("events", Spouts.Generate(i => i, events));
        var plain = default(ViewName<long, long>);
        var counted = default(WindowViewName<long, long>);
        if (windows is null)
        {
            plain = stream.GroupBy(i => i % keys).Aggregate("counts", a => a.Count(), tasks).ToView();
        }
        else
        {
            counted = stream.WithEventTime(i => origin.AddTicks(i * 10), WatermarkStrategy.Ascending())
                .GroupBy(i => i % keys).Window(windows).Aggregate("counts", a => a.Count(), tasks).ToView();
        }
        var clock = Stopwatch.StartNew();
        using var run = new Running(topology.Build());
        run.Value.Completion.GetAwaiter().GetResult();
        var time = clock.Elapsed;
        clock.Restart();
        var (sum, read) = windows is null
            ? (run.Value.View(plain).All().Sum(key => key.Value), keys)
            : Sum(run.Value.View(counted).At(0, origin.AddTicks((events - 1L) * 10)), events / keys);
        var expected = windows is null ? events : events / keys;
        if (sum != expected) throw new CheckFailedException($"{name} counted {sum} of {expected}.");
        return new(time.TotalSeconds * 1e9 / events, clock.Elapsed.TotalMicroseconds, read, run.Value.Describe().Views[0].Keys);
    }

    /// <summary>Of the windows that hold the last event, the greatest count: the earliest of them hold all events of the key.</summary>
    private static (long Sum, int Read) Sum(IReadOnlyList<WindowResult<long, long>> windows, int expected) =>
        (windows.Max(window => window.Value) is var most && most <= expected ? most : -1, windows.Count);

    private sealed class Running(Topology topology) : IDisposable
    {
        public TopologyRun Value { get; } = SpeedLayer.StartAsync(topology).GetAwaiter().GetResult();

        public void Dispose() => Value.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
