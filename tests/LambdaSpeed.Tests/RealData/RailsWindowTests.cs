using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The changes of a repository in the order they landed: event times that are really out of order.</summary>
public sealed class RailsWindowTests(KeptRows kept) : IClassFixture<KeptRows>
{
    private readonly DataSet _data = new(Change.Set);

    public static TheoryData<int, Crash> Shapes => TheoryDataShapes.All;

    public static TheoryData<int, Crash> FewShapes => TheoryDataShapes.Few;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task DaysWeeksAndSessions(int tasks, Crash crash)
    {
        WindowViewName<string, long> areaDays = default, areaWeeks = default;
        WindowViewName<long, long> sessions = default;
        WindowViewName<Global, long> weeks = default, hopping = default;
        WindowViewName<string, (long Changes, long Bytes)> status = default;
        ViewName<int, SessionTotals> sessionTotals = default;
        await using var run = await WindowedRun.OfAsync(kept.Of(Change.ReadAll, _data), crash, (_, stream) =>
        {
            var changes = stream.WithEventTime(change => change.Time, WindowedRun.Patient);
            areaDays = changes.GroupBy(change => change.Area).Window(Window.Tumbling(TimeSpan.FromDays(1)))
                .Aggregate("area-days", a => a.Count(), tasks).ToView();
            areaWeeks = changes.GroupBy(change => change.Area).Window(Window.Tumbling(TimeSpan.FromDays(7)))
                .Aggregate("area-weeks", a => a.CountDistinct(change => change.Author), tasks).ToView();
            weeks = changes.Window(Window.Calendar(CalendarUnit.Week, firstDayOfWeek: DayOfWeek.Thursday))
                .Aggregate("weeks", a => a.CountDistinct(change => change.Author)).ToView();
            var all = changes.GroupBy(change => change.Author).Window(Window.Session(TimeSpan.FromMinutes(30)))
                .Aggregate("sessions", a => a.Count(), tasks);
            (sessions, sessionTotals) = (all.ToView(), SessionTotals.Of(all, "session-totals"));
            hopping = changes.Window(Window.Hopping(TimeSpan.FromDays(7), TimeSpan.FromDays(1))).Aggregate("hopping", a => a.Count()).ToView();
            status = changes.GroupBy(change => change.Status).Window(Window.Tumbling(TimeSpan.FromDays(1)))
                .Aggregate("status", a => a.Combine(a.Count(), a.Sum(change => change.Bytes)), tasks).ToView();
        }, sources: tasks);

        _data.AssertEqual("c1_changes_per_area_day", "day_start,area,changes", run.Rows(areaDays));
        _data.AssertEqual("c2_unique_authors_per_area_week", "week_start,area,authors", run.Rows(areaWeeks));
        _data.AssertEqual("c2_unique_authors_per_week", "week_start,authors", run.RowsWithoutKey(weeks));
        _data.AssertEqual("c7_hopping_7day_1day_changes", "window_start,changes", run.RowsWithoutKey(hopping));
        _data.AssertEqual("c3_sessions_all", "start,end,author_id,changes", run.SessionRows(sessions));
        _data.AssertNumbers("c3_sessions", run.View(sessionTotals).Get(0)!.Numbers);
        _data.AssertEqual("c6_bytes_per_status_day", "day_start,status,changes,bytes",
            run.Rows(status, day => [day.Key, day.Value.Changes, day.Value.Bytes]));
    }

    [Theory]
    [MemberData(nameof(FewShapes))]
    public async Task WholeFile(int tasks, Crash crash)
    {
        ViewName<long, long> lateness = default, paths = default;
        ViewName<string, long> changes = default;
        ViewName<int, (long Rows, long Commits, long Authors, long Paths)> all = default;
        ViewName<int, (long Areas, long Bytes, long? First, long? Last)> rest = default;
        ViewName<int, long> behind = default;
        await using var run = await WindowedRun.OfAsync(kept.Of(Change.ReadAll, _data), crash, (_, stream) =>
        {
            lateness = stream.GroupBy(change => (long)(change.Landed - change.Time).TotalSeconds)
                .Aggregate("lateness", a => a.Count(), tasks).ToView();
            changes = stream.GroupBy(change => change.Path).Aggregate("changes", a => a.Count(), tasks).ToView();
            paths = stream.GroupBy(change => change.Author).Aggregate("paths", a => a.CountDistinct(change => change.Path), tasks).ToView();
            all = stream.GroupBy(_ => 0).Aggregate("all", a => a.Combine(
                a.Count(), a.CountDistinct(change => change.Commit), a.CountDistinct(change => change.Author),
                a.CountDistinct(change => change.Path)), tasks).ToView();
            rest = stream.GroupBy(_ => 0).Aggregate("rest", a => a.Combine(
                a.CountDistinct(change => change.Area), a.Sum(change => change.Bytes),
                a.Min(change => change.Time.ToUnixTimeSeconds()), a.Max(change => change.Time.ToUnixTimeSeconds())), tasks).ToView();
            behind = RunningMax.CountBehind(stream, change => change.Time);
        });

        _data.AssertEqual("c4_lateness_quantiles", "q_per_10000,commit_minus_author_s", NearestRank.Rows(run.View(lateness),
            0, 100, 500, 1_000, 2_500, 5_000, 7_500, 9_000, 9_500, 9_900, 9_990, 10_000));
        _data.AssertEqual("c9_changes_per_path", "path,changes", run.Rows(changes));
        _data.AssertEqual("c9_distinct_paths_per_author", "author_id,paths", run.Rows(paths));
        var (one, two) = (run.View(all).Get(0), run.View(rest).Get(0));
        _data.AssertNumbers("input", new
        {
            rows = one.Rows,
            commits = one.Commits,
            authors = one.Authors,
            paths = one.Paths,
            areas = two.Areas,
            bytes = two.Bytes,
            first_author_time = two.First,
            last_author_time = two.Last,
            rows_behind_the_running_max_author_time = run.View(behind).Get(0),
        });
    }

    /// <summary>What a view shows while its input grows, from start to start.</summary>
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 2, 2, 2)]
    [InlineData(4, 4, 4, 4)]
    [InlineData(4, 1, 2, 4)]
    public async Task DaysAfterTheFirstRows(params int[] tasksOfStarts)
    {
        int[] counts = [21_494, 107_474, 193_453, 214_948];
        var rows = new List<object[]>();
        WindowViewName<string, long> areaDays = default;
        await foreach (var run in WindowedRun.OfGrowingAsync(kept.Of(Change.ReadAll, _data), counts, (stream, start) => areaDays = stream
            .WithEventTime(change => change.Time, WindowedRun.Patient)
            .GroupBy(change => change.Area).Window(Window.Tumbling(TimeSpan.FromDays(1)))
            .Aggregate("area-days", a => a.Count(), tasksOfStarts[start]).ToView()))
        {
            var shown = run.Rows(areaDays).ToList();
            rows.Add([
                (long)counts[rows.Count], (long)shown.Count, shown.Sum(row => (long)row[2]),
                CanonicalCsv.HashOf(CanonicalCsv.Of("day_start,area,changes", CanonicalCsv.InOrder(shown))),
            ]);
        }

        _data.AssertEqual("c8_c1_after_the_first_n_rows", "n,c1_rows,c1_sum,c1_sha256", rows);
    }
}
