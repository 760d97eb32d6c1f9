using System.Globalization;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The changes of a repository in the order they landed: event times that are really out of order.</summary>
public sealed class RailsWindowTests
{
    private readonly DataSet _data = new("rails-changes");

    public static TheoryData<int, bool> Shapes => WindowedRun.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task DaysWeeksAndSessions(int tasks, bool fails)
    {
        WindowViewName<string, long> areaDays = default, areaWeeks = default;
        WindowViewName<long, long> sessions = default;
        WindowViewName<int, long> weeks = default, hopping = default;
        WindowViewName<string, (long Changes, long Bytes)> status = default;
        await using var run = await WindowedRun.OfAsync(Read(), fails, (_, stream) =>
        {
            var changes = stream.WithEventTime(change => change.Time, WindowedRun.Patient);
            areaDays = changes.GroupBy(change => change.Area).Window(Window.Tumbling(TimeSpan.FromDays(1)))
                .Aggregate("area-days", a => a.Count(), tasks).ToView();
            areaWeeks = changes.GroupBy(change => change.Area).Window(Window.Tumbling(TimeSpan.FromDays(7)))
                .Aggregate("area-weeks", a => a.CountDistinct(change => change.Author), tasks).ToView();
            weeks = changes.GroupBy(_ => 0).Window(Window.Calendar(CalendarUnit.Week, firstDayOfWeek: DayOfWeek.Thursday))
                .Aggregate("weeks", a => a.CountDistinct(change => change.Author), tasks).ToView();
            sessions = changes.GroupBy(change => change.Author).Window(Window.Session(TimeSpan.FromMinutes(30)))
                .Aggregate("sessions", a => a.Count(), tasks).ToView();
            hopping = changes.GroupBy(_ => 0).Window(Window.Hopping(TimeSpan.FromDays(7), TimeSpan.FromDays(1)))
                .Aggregate("hopping", a => a.Count(), tasks).ToView();
            status = changes.GroupBy(change => change.Status).Window(Window.Tumbling(TimeSpan.FromDays(1)))
                .Aggregate("status", a => a.Combine(a.Count(), a.Sum(change => change.Bytes)), tasks).ToView();
        });

        _data.AssertEqual("c1_changes_per_area_day", "day_start,area,changes", ByStart(run, areaDays));
        _data.AssertEqual("c2_unique_authors_per_area_week", "week_start,area,authors", ByStart(run, areaWeeks));
        _data.AssertEqual("c2_unique_authors_per_week", "week_start,authors", Global(run, weeks));
        _data.AssertEqual("c7_hopping_7day_1day_changes", "window_start,changes", Global(run, hopping));
        _data.AssertEqual("c3_sessions_all", "start,end,author_id,changes", run.View(sessions).All().Select(session => new object[]
        {
            session.Start.ToUnixTimeSeconds(), session.End.ToUnixTimeSeconds(), session.Key, session.Value,
        }));
        _data.AssertEqual("c6_bytes_per_status_day", "day_start,status,changes,bytes", run.View(status).All().Select(day => new object[]
        {
            day.Start.ToUnixTimeSeconds(), day.Key, day.Value.Changes, day.Value.Bytes,
        }));
    }

    [Fact]
    public async Task Watermarks_DropWhatTheyShould()
    {
        var changes = Read();
        var rows = new List<object[]>();
        foreach (var delay in new long[] { 0, 1, 7, 30, 365 })
        {
            foreach (var lateness in new long[] { 0, 7 })
            {
                WindowViewName<int, long> accepted = default;
                await using var run = await WindowedRun.OfAsync(changes, fails: delay > 1, (_, stream) => accepted = stream
                    .WithEventTime(change => change.Time, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromDays(delay)))
                    .GroupBy(_ => 0).Window(Window.Tumbling(TimeSpan.FromDays(1))).AllowLateness(TimeSpan.FromDays(lateness))
                    .Aggregate("accepted", a => a.Count()).ToView());
                rows.Add(WatermarkRow.Of(run, accepted, changes.Count, delay, lateness));
                if (delay == 7 && lateness == 0) _data.AssertEqual("c5_watermark_delay7_accepted_per_day", "day_start,accepted", Global(run, accepted));
            }
        }

        _data.AssertEqual("c5_watermark_1day_windows", "delay_days,lateness_days,accepted,dropped,windows", rows);
    }

    [Fact]
    public async Task Watermarks_OfFourPartitions_DropWhatTheyShould()
    {
        var changes = Read();
        var rows = new List<object[]>();
        foreach (var delay in new long[] { 0, 1, 7, 30, 365 })
        {
            WindowViewName<int, long> accepted = default;
            var strategy = WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromDays(delay)).ForPartitions(4);
            await using var run = await WindowedRun.OfAsync(changes, fails: delay > 1, (_, stream) => accepted = stream
                .WithEventTime(change => change.Time, strategy, change => (int)(change.Author % 4))
                .GroupBy(_ => 0).Window(Window.Tumbling(TimeSpan.FromDays(1))).Aggregate("accepted", a => a.Count()).ToView());
            rows.Add(WatermarkRow.Of(run, accepted, changes.Count, delay));
        }

        _data.AssertEqual("c5_watermark_4_partitions_1day_windows", "delay_days,accepted,dropped,windows", rows);
    }

    private static IEnumerable<object[]> ByStart(TopologyRun run, WindowViewName<string, long> view) =>
        run.View(view).All().Select(window => new object[] { window.Start.ToUnixTimeSeconds(), window.Key, window.Value });

    private static IEnumerable<object[]> Global(TopologyRun run, WindowViewName<int, long> view) =>
        run.View(view).All().Select(window => new object[] { window.Start.ToUnixTimeSeconds(), window.Value });

    private List<Change> Read() => [.. _data.Rows("changes.csv.gz").Select(row => row.Split(',', 9)).Select(field => new Change(
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(field[3], CultureInfo.InvariantCulture)),
        long.Parse(field[4], CultureInfo.InvariantCulture),
        field[6],
        long.Parse(field[7], CultureInfo.InvariantCulture),
        AreaOf(field[8].Trim('"'))))];

    private static string AreaOf(string path) => path.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? path[..slash] : ".";

    private sealed record Change(DateTimeOffset Time, long Author, string Status, long Bytes, string Area);
}
