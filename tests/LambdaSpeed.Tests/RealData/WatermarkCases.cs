using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The watermark simulations of a data set: the same windows over the same rows, once for each delay and lateness.</summary>
/// <param name="Size">The windows' size.</param>
/// <param name="Unit">What delays and latenesses are counted in.</param>
/// <param name="Delays">By how much the watermark is behind the latest event time.</param>
/// <param name="Latenesses">For how long windows accept what is late.</param>
/// <param name="HasPartitions">Is there a watermark for each partition, of which the least counts?</param>
internal sealed record WatermarkCases(TimeSpan Size, TimeSpan Unit, long[] Delays, long[] Latenesses, bool HasPartitions = false)
{
    /// <summary>Adds the windows of all cases to a topology.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="tasks">How many tasks aggregate.</param>
    /// <returns>The views: how many rows were accepted, by key and window.</returns>
    public Dictionary<(long Delay, long Lateness), WindowViewName<int, long>> AddTo(Stream<Arrival> rows, int tasks)
    {
        var views = new Dictionary<(long, long), WindowViewName<int, long>>();
        var name = HasPartitions ? "by-partitions" : "by-all";
        foreach (var delay in Delays)
        {
            var strategy = WatermarkStrategy.BoundedOutOfOrderness(Unit * delay).ForPartitions(HasPartitions ? Arrival.Partitions : 1);
            var timed = rows.WithEventTime(row => row.Time, strategy, row => HasPartitions ? row.Partition : 0, name: $"{name}-{delay}");
            foreach (var lateness in Latenesses)
            {
                views.Add((delay, lateness), timed.GroupBy(row => row.Key).Window(Window.Tumbling(Size)).AllowLateness(Unit * lateness)
                    .Aggregate($"{name}-{delay}-{lateness}", a => a.Count(), tasks).ToView());
            }
        }
        return views;
    }

    /// <summary>Delay, lateness where there are several, accepted, dropped, windows.</summary>
    /// <param name="run">The run, at its end.</param>
    /// <param name="views">Its views.</param>
    /// <param name="count">How many rows there were.</param>
    /// <param name="crash">What failed.</param>
    public IEnumerable<object[]> Rows(
        TopologyRun run, Dictionary<(long Delay, long Lateness), WindowViewName<int, long>> views, int count, Crash crash)
    {
        foreach (var (of, view) in views)
        {
            var windows = run.View(view).All().ToList();
            var dropped = count - windows.Sum(window => window.Value);
            Assert.InRange(run.Component(view.Name).TuplesLate, crash == Crash.None ? dropped : 0, dropped); // begins anew after a crash
            object[] parameters = Latenesses.Length > 1 ? [of.Delay, of.Lateness] : [of.Delay];
            yield return [.. parameters, count - dropped, dropped, windows.Select(window => window.Start).Distinct().LongCount()];
        }
    }

    /// <summary>Start of the window, accepted.</summary>
    public static IEnumerable<object[]> Accepted(TopologyRun run, WindowViewName<int, long> view) =>
        run.View(view).All().GroupBy(window => window.Start.ToUnixTimeSeconds())
            .Select(of => new object[] { of.Key, of.Sum(window => window.Value) });
}
