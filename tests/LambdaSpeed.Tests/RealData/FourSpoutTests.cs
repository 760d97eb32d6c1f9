using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The watermark cases with a spout for each of four partitions, which read side by side: in whatever order their rows meet,
/// each is accepted or dropped by the watermark of its own partition.</summary>
public sealed class FourSpoutTests(KeptRows kept) : IClassFixture<KeptRows>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static TheoryData<int, Crash> Shapes => TheoryDataShapes.Few;

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task OfRequests(int tasks, Crash crash) =>
        CheckAsync(Arrival.OfRequests(new(Request.Set)), TimeSpan.FromMinutes(1), Second, [0, 60, 600, 3600], 0, tasks, crash);

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task OfChanges(int tasks, Crash crash) =>
        CheckAsync(Arrival.OfChanges(new(Change.Set)), Day, Day, [0, 1, 7, 30, 365], 1_000, tasks, crash);

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task OfFlights(int tasks, Crash crash) => CheckAsync(
        Arrival.OfFlights(kept.Of(Flight.ReadAll, new(Flight.Set))).Arrivals, TimeSpan.FromHours(1), Second, [0, 3600, 43_200], 50, tasks, crash);

    private static async Task CheckAsync(
        List<Arrival> rows, TimeSpan size, TimeSpan unit, long[] delays, int leastLate, int tasks, Crash crash)
    {
        var views = new List<(TimeSpan Delay, WindowViewName<int, long> Accepted, ViewName<int, long> Dropped)>();
        await using var run = await WindowedRun.OfAsync(rows, crash, (_, stream) =>
        {
            views.Clear();
            foreach (var delay in delays)
            {
                var accepted = stream
                    .WithEventTime(row => row.Time, WatermarkStrategy.BoundedOutOfOrderness(unit * delay), name: $"time-{delay}")
                    .GroupBy(row => row.Key).Window(Window.Tumbling(size)).OnLate(LatePolicy.SideOutput)
                    .Aggregate($"accepted-{delay}", a => a.Count(), tasks);
                views.Add((unit * delay, accepted.ToView(),
                    accepted.LateTuples().GroupBy(row => row.Row).Aggregate($"dropped-{delay}", a => a.Count(), tasks).ToView()));
            }
        }, sources: Arrival.Partitions, partitionOf: row => row.Partition);

        foreach (var (delay, accepted, dropped) in views)
        {
            var late = LateInTheirPartitions(rows, size, delay);
            var (lost, taken) = (run.View(dropped).All().ToList(), run.View(accepted).All().Sum(window => window.Value));
            Assert.DoesNotContain(lost, row => row.Value != 1);
            Assert.Equal(rows.Count, taken + lost.Count);
            Assert.DoesNotContain(lost, row => !late.Contains(row.Key));
            Assert.Equal(late.Count, lost.Count); // and the other way, since the watermark travels with the row
            Assert.InRange(late.Count, leastLate, rows.Count);
        }
    }

    /// <summary>The rows whose window ends at or before the watermark that their own partition has then, reckoned one by one.</summary>
    private static HashSet<int> LateInTheirPartitions(List<Arrival> rows, TimeSpan size, TimeSpan delay)
    {
        var late = new HashSet<int>();
        var latest = new DateTimeOffset[Arrival.Partitions];
        foreach (var row in rows)
        {
            ref var seen = ref latest[row.Partition];
            var windowEnd = row.Time.UtcTicks - (row.Time.UtcTicks % size.Ticks) + size.Ticks; // the epoch is a whole number of days
            if (windowEnd <= seen.UtcTicks - delay.Ticks) late.Add(row.Row);
            if (row.Time > seen) seen = row.Time;
        }
        return late;
    }
}
