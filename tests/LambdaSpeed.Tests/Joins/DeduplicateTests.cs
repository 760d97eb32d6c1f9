using LambdaSpeed.State;
using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.RealData;
using LambdaSpeed.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Joins;

/// <summary>What Deduplicate passes on, by event time and by the clock, and what it keeps for that.</summary>
public sealed class DeduplicateTests
{
    private static readonly DateTimeOffset Origin = RandomSide.Origin;

    [Fact]
    public async Task Deduplicate_OfRandomStreams_PassesOnWhatAListWould()
    {
        var (duplicates, late, passed) = (0L, 0L, 0);
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var lateness = TimeSpan.FromSeconds(random.Next(2) * random.Next(0, 60));
            var side = new RandomSide(random, lateness, most: 400);
            var within = TimeSpan.FromSeconds(random.Next(1, 120));
            var failures = random.Next(2);
            var (sources, tasks) = (1, random.Next(1, 5));
            var one = new RandomSide(new Random(seed), lateness, most: 400); // for one source the order is that of the list
            var builder = new TopologyBuilder("deduplicated");
            var unique = builder.AddSpout("events", () => new RowSpout<JoinEvent>(one.Events, row =>
            {
                if (row == one.Events.Count / 2 && Interlocked.Decrement(ref failures) >= 0) throw new TestFailure();
            }), sources).WithEventTime(item => item.Time, side.Strategy).Deduplicate("unique", item => item.Key, within, lateness, parallelism: tasks);
            unique.GroupBy(item => item.ToString()).Aggregate("passed", a => a.Count()).ToView();
            unique.LateTuples().GroupBy(item => item.ToString()).Aggregate("late", a => a.Count()).ToView();
            unique.GroupBy(_ => 0).Window(Window.Tumbling(TimeSpan.FromSeconds(1))).Aggregate("windows", a => a.Count()).ToView();
            await using var run = await builder.RunToEndAsync(new()
            {
                EpochInterval = TimeSpan.FromMilliseconds(2), Restart = new() { FirstDelay = TimeSpan.FromMilliseconds(1) },
            });

            var (expected, expectedLate, expectedDuplicates) = Reckon(one.Events, side.Delay, lateness, within);
            Assert.Equal(Counted(expected), run.View(new ViewName<string, long>("passed")).Content().OrderBy(entry => entry.Key, StringComparer.Ordinal));
            Assert.Equal(Counted(expectedLate), run.View(new ViewName<string, long>("late")).Content().OrderBy(entry => entry.Key, StringComparer.Ordinal));
            Assert.Equal(0, run.Component("windows").TuplesLate);
            if (run.Restarts == 0) Assert.Equal((expectedDuplicates, expectedLate.Count), (run.Component("unique").TuplesDuplicate, run.Component("unique").TuplesLate));
            (duplicates, late, passed) = (duplicates + expectedDuplicates, late + expectedLate.Count, passed + expected.Count);
        }
        Assert.True(duplicates > 1000 && late > 100 && passed > 500, $"too little happened: {duplicates}, {late}, {passed}");
    }

    [Fact]
    public void Deduplicate_ByTheClock_LetsGoOfIds()
    {
        var clock = new FakeTimeProvider();
        var spout = new FedSpout<long>();
        var builder = new TopologyBuilder("deduplicated");
        var view = builder.AddSpout("numbers", spout).Deduplicate("unique", x => x, TimeSpan.FromSeconds(10))
            .GroupBy(x => x).Aggregate("passed", a => a.Count()).ToView();
        var run = new SteppedRun(builder, clock);
        spout.Push(1, 1, 2);
        run.Step();
        run.Advance(100);
        Assert.Equal([(1, 1), (2, 1)], run.Content(view).Select(entry => (entry.Key, entry.Value)).Order());
        Assert.Equal(1, run.Component("unique").TuplesDuplicate);

        run.Advance(9_800);
        spout.Push(1);
        run.Step();
        Assert.Equal(2, run.Component("unique").TuplesDuplicate);
        for (var i = 0; i < 20; i++) run.Advance(1_000);
        var section = (StateSection<long, Expiring<long>>)run.Attempt.State.Find("state:unique/by-clock")!;
        Assert.Equal(0, section.Tables[0].Count);
        spout.Push(1);
        run.Step();
        run.Advance(100);
        Assert.Equal([(1, 2), (2, 1)], run.Content(view).Select(entry => (entry.Key, entry.Value)).Order());
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 2)]
    public async Task NextStart_KnowsTheIds_WithAnyNumberOfTasks(int first, int second)
    {
        var store = CheckpointStore.InMemory();
        List<JoinEvent> events = [.. Enumerable.Range(0, 50).Select(i => new JoinEvent(i, Origin.AddSeconds(i), 1))];
        foreach (var tasks in new[] { first, second })
        {
            await using var run = await Describe(tasks).StartAsync(new() { Checkpoints = store });
            await run.Until(() => run.View(new ViewName<int, long>("passed")).All().Sum(entry => entry.Value) == (tasks == first ? 50 : 75));
            await run.Within(run.StopAsync(RunFixture.Cancel));
            events.AddRange(Enumerable.Range(0, 50).Select(i => new JoinEvent(i, Origin.AddSeconds(60 + (i / 25 * 60)), 1))); // 25 again, 25 in time
        }

        TopologyBuilder Describe(int tasks)
        {
            var builder = new TopologyBuilder("deduplicated");
            var rows = events.ToList();
            builder.AddSpout("events", () => new Timers.Endless<JoinEvent>(new(rows, _ => { })))
                .WithEventTime(item => item.Time, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromMinutes(5)))
                .Deduplicate("unique", item => item.Key, TimeSpan.FromSeconds(61), parallelism: tasks)
                .GroupBy(item => item.Key).Aggregate("passed", a => a.Count()).ToView();
            return builder;
        }
    }

    private static IEnumerable<KeyValuePair<string, long>> Counted(List<JoinEvent> events) => events.GroupBy(item => item.ToString())
        .Select(of => new KeyValuePair<string, long>(of.Key, of.LongCount())).OrderBy(entry => entry.Key, StringComparer.Ordinal);

    private static (List<JoinEvent> Passed, List<JoinEvent> Late, long Duplicates) Reckon(
        List<JoinEvent> events, TimeSpan delay, TimeSpan lateness, TimeSpan within)
    {
        var (passed, late, duplicates) = (new List<JoinEvent>(), new List<JoinEvent>(), 0L);
        var last = new Dictionary<int, DateTimeOffset>();
        DateTimeOffset? latest = null;
        foreach (var item in events)
        {
            if (latest is { } seen && item.Time < seen - delay - lateness) late.Add(item);
            else if (last.TryGetValue(item.Key, out var before) && item.Time < before + within) duplicates++;
            else
            {
                passed.Add(item);
                last[item.Key] = item.Time;
            }
            if (latest is null || item.Time > latest) latest = item.Time;
        }
        return (passed, late, duplicates);
    }
}
