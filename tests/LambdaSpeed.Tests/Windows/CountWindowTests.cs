using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.RealData;
using Xunit;

namespace LambdaSpeed.Tests.Windows;

/// <summary>Windows of so many tuples, and windows without keys.</summary>
public sealed class CountWindowTests
{
    private static readonly DateTimeOffset Origin = RandomEvents.Origin;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 0)]
    [InlineData(10, 3)]
    [InlineData(12, 1)]
    public async Task EachWindowHoldsItsTuples_WithAFailureAndAnyNumberOfTasks(int size, int every)
    {
        for (var tasks = 1; tasks <= 4; tasks++)
        {
            List<(int Key, long Value)> rows = [.. Enumerable.Range(0, 3_000).Select(i => (i * i % 5, (long)i))];
            await using var run = await WindowedRun.OfAsync(rows, fails: true, (_, stream) =>
            {
                var sums = stream.GroupBy(row => row.Key).CountWindow(size, every).Aggregate("sums", a => a.Sum(row => row.Value), tasks);
                sums.ToView();
                sums.ToStream().GroupBy(full => (full.Key.Key, full.Key.Number, full.Value)).Aggregate("full", a => a.Count()).ToView();
            });
            var step = every == 0 ? size : every;
            var expected = new List<(int, long, long, long, bool)>();
            foreach (var key in rows.GroupBy(row => row.Key))
            {
                var values = key.Select(row => row.Value).ToList();
                for (var start = 0; start < values.Count; start += step)
                {
                    var window = values.Skip(start).Take(size).ToList();
                    expected.Add((key.Key, start / step, window.Sum(), window.Count, window.Count == size));
                }
            }

            var shown = run.View(new ViewName<CountWindow<int>, CountWindowResult<long>>("sums")).Content()
                .Select(of => (of.Key.Key, of.Key.Number, of.Value.Value, of.Value.Count, of.Value.IsFull));
            Assert.Equal(expected.Order(), shown.Order());
            var full = run.View(new ViewName<(int, long, long), long>("full")).Content();
            Assert.All(full.Values, count => Assert.Equal(1, count));
            Assert.Equal(expected.Where(window => window.Item5).Select(window => (window.Item1, window.Item2, window.Item3)).Order(), full.Keys.Order());
        }
    }

    [Fact]
    public async Task Keep_LetsGoOfAllButTheLastFullOnes_AndAStartGoesOnInTheOpenOne()
    {
        var store = CheckpointStore.InMemory();
        List<long> rows = [.. Enumerable.Range(0, 1_005).Select(i => (long)i)];
        foreach (var until in new[] { 503, 1_005 })
        {
            var topology = new TopologyBuilder("counts");
            var view = topology.AddSpout("rows", () => new RowSpout<long>(rows[..until], _ => { }))
                .CountWindow(10).Keep(3).Aggregate("sums", a => a.Sum(row => row)).ToView();
            await using var run = await topology.RunToEndAsync(new() { Checkpoints = store });
            var last = (until - 1) / 10;
            var shown = run.View(view).Content();
            Assert.Equal(Enumerable.Range(last - 3, 4).Select(number => new CountWindow<Global>(Global.Key, number)), shown.Keys.OrderBy(key => key.Number));
            Assert.Equal(new CountWindowResult<long>(rows[(last * 10)..until].Sum(), until % 10, false), shown[new(Global.Key, last)]);
        }
    }

    [Fact]
    public async Task WindowsWithoutAKey_HoldTheWholeStream()
    {
        List<TimedEvent> events = [.. Enumerable.Range(0, 1_000).Select(i => new TimedEvent(i % 3, Origin.AddSeconds(i), 1))];
        await using var run = await WindowedRun.OfAsync(events, fails: true, (_, stream) =>
        {
            var counts = stream.WithEventTime(item => item.Time, WatermarkStrategy.Ascending())
                .Window(Window.Tumbling(TimeSpan.FromMinutes(1))).Aggregate("counts", a => a.Count());
            counts.ToView();
            counts.ToStream().GroupBy(_ => 0).Aggregate("fired", a => a.Sum(firing => firing.Value)).ToView();
        });
        var name = new WindowViewName<Global, long>("counts");
        Assert.Equal(60, Assert.Single(run.View(name).At(Global.Key, Origin.AddSeconds(100))).Value);
        Assert.Equal(1_000, run.View(name).Of(Global.Key).Sum(window => window.Value));
        Assert.Equal(1_000, run.View(new ViewName<int, long>("fired")).Get(0));
    }

    [Fact]
    public async Task RunSnapshot_ShowsWindowsAsOfItsEpoch()
    {
        var spout = new FedSpout<TimedEvent>();
        var topology = new TopologyBuilder("windows");
        var timed = topology.AddSpout("events", spout).WithEventTime(item => item.Time, WatermarkStrategy.Ascending());
        var counts = timed.Window(Window.Hopping(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1))).Aggregate("counts", a => a.Count()).ToView();
        var sessions = timed.GroupBy(item => item.Key).Window(Window.Session(TimeSpan.FromMinutes(1))).Aggregate("sessions", a => a.Count()).ToView();
        var all = timed.GroupBy(_ => 0).Aggregate("all", a => a.Count()).ToView();
        await using var run = await topology.StartAsync();
        spout.Push(new TimedEvent(0, Origin, 1), new TimedEvent(0, Origin.AddSeconds(30), 1));
        await PublishedAsync(2);

        using var snapshot = run.Snapshot();
        spout.Push(new TimedEvent(0, Origin.AddSeconds(40), 1), new TimedEvent(0, Origin.AddHours(1), 1));
        await PublishedAsync(4);
        Assert.Equal(2, snapshot.View(all).Get(0));
        Assert.Equal([2L, 2L], snapshot.View(counts).Of(Global.Key).Select(window => window.Value));
        Assert.Equal((2L, false), snapshot.View(sessions).At(0, Origin).Select(window => (window.Value, window.IsFinal)).Single());
        Assert.Equal(Origin.AddSeconds(30), snapshot.View(counts).Watermark);
        Assert.Equal(snapshot.Epoch, snapshot.View(counts).PublishedEpoch);
        Assert.Equal((3L, true), run.View(sessions).At(0, Origin).Select(window => (window.Value, window.IsFinal)).Single());

        async Task PublishedAsync(long count)
        {
            await run.Until(() => spout.Waiting == 0);
            await run.Within(run.PublishAsync(RunFixture.Cancel));
            await run.Until(() => run.View(all).Get(0) == count);
        }
    }
}
