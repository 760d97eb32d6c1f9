using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>An access log: what its windows, sessions and totals are, against results of other tools.</summary>
public sealed class NasaWindowTests
{
    private readonly DataSet _data = new(Request.Set);

    public static TheoryData<int, Crash> Shapes => TheoryDataShapes.All;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task PageViewsAndClients_OfHoursAndDays(int tasks, Crash crash)
    {
        WindowViewName<string, long> views = default, clients = default, clientsOfDay = default;
        WindowViewName<Global, long> clientsOfHour = default;
        await using var run = await RunAsync(tasks, crash, requests =>
        {
            var pages = requests.Where(request => request.IsPageView);
            var hours = pages.GroupBy(page => page.Path).Window(Window.Tumbling(TimeSpan.FromHours(1)));
            views = hours.Aggregate("views", a => a.Count(), tasks).ToView();
            clients = hours.Aggregate("clients", a => a.CountDistinct(page => page.Client), tasks).ToView();
            clientsOfDay = pages.GroupBy(page => page.Path).Window(Window.Calendar(CalendarUnit.Day))
                .Aggregate("clients-of-day", a => a.CountDistinct(page => page.Client), tasks).ToView();
            clientsOfHour = pages.Window(Window.Tumbling(TimeSpan.FromHours(1)))
                .Aggregate("clients-of-hour", a => a.CountDistinct(page => page.Client)).ToView();
        });

        _data.AssertEqual("a1_page_views_per_path_hour", "hour_start,path,views", run.Rows(views));
        _data.AssertEqual("a2_unique_clients_per_path_hour", "hour_start,path,clients", run.Rows(clients));
        _data.AssertEqual("a2_unique_clients_per_path_day", "day_start,path,clients", run.Rows(clientsOfDay));
        _data.AssertEqual("a2_unique_clients_per_hour", "hour_start,clients", run.RowsWithoutKey(clientsOfHour));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task HoppingWindowsAndTraffic(int tasks, Crash crash)
    {
        WindowViewName<Global, long> requestsOfWindow = default;
        WindowViewName<string, (long Requests, long Bytes)> traffic = default;
        await using var run = await RunAsync(tasks, crash, requests =>
        {
            requestsOfWindow = requests.Window(Window.Hopping(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)))
                .Aggregate("hopping", a => a.Count()).ToView();
            traffic = requests.GroupBy(request => request.StatusClass).Window(Window.Tumbling(TimeSpan.FromMinutes(1)))
                .Aggregate("traffic", a => a.Combine(a.Count(), a.Sum(request => request.Bytes)), tasks).ToView();
        });

        _data.AssertEqual("a5_hopping_10min_1min_requests", "window_start,requests", run.RowsWithoutKey(requestsOfWindow));
        _data.AssertEqual("a4_bytes_per_status_class_minute", "minute_start,class,requests,bytes",
            run.Rows(traffic, window => [window.Key, window.Value.Requests, window.Value.Bytes]));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task SessionsAndBounces(int tasks, Crash crash)
    {
        WindowViewName<string, long> sessions = default, visits = default;
        ViewName<int, SessionTotals> sessionTotals = default, visitTotals = default;
        await using var run = await RunAsync(tasks, crash, requests =>
        {
            var gap = Window.Session(TimeSpan.FromMinutes(30));
            var all = requests.GroupBy(request => request.Client).Window(gap).Aggregate("sessions", a => a.Count(), tasks);
            (sessions, sessionTotals) = (all.ToView(), SessionTotals.Of(all, "session-totals"));
            var ofPages = requests.Where(request => request.IsPageView).GroupBy(request => request.Client).Window(gap)
                .Aggregate("visits", a => a.Count(), tasks);
            (visits, visitTotals) = (ofPages.ToView(), SessionTotals.Of(ofPages, "visit-totals"));
        });

        _data.AssertEqual("a6_sessions_all", "start,end,client,requests", run.SessionRows(sessions));
        _data.AssertNumbers("a6_sessions", run.View(sessionTotals).Get(0)!.Numbers);
        _data.AssertEqual("a3_visits_and_bounces_per_start_hour", "hour_start,visits,bounces,bounce_ppm", run.View(visits).All()
            .GroupBy(visit => visit.Start.ToUnixTimeSeconds() / 3600 * 3600)
            .Select(hour => (Start: hour.Key, Visits: hour.LongCount(), Bounces: hour.LongCount(visit => visit.Value == 1)))
            .Select(hour => new object[] { hour.Start, hour.Visits, hour.Bounces, PartsPerMillion(hour.Bounces, hour.Visits) }));
        var totals = run.View(visitTotals).Get(0)!;
        var (count, bounces) = (totals.Sessions, totals.ByLength.One);
        _data.AssertNumbers("a3_bounce", new { visits = count, bounces, bounce_ppm = PartsPerMillion(bounces, count) });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task WholeFile(int tasks, Crash crash)
    {
        ViewName<string, long> views = default, bytes = default;
        ViewName<int, (long Requests, long Clients, long Paths, long Bytes)> all = default;
        ViewName<int, (long? First, long? Last)> times = default;
        ViewName<int, (long Views, long Clients, long Paths)> pages = default;
        ViewName<int, long> behind = default;
        var rows = Request.ReadAll(_data);
        await using var run = await WindowedRun.OfAsync(rows, crash, (_, requests) =>
        {
            var pageViews = requests.Where(request => request.IsPageView);
            views = pageViews.GroupBy(page => page.Path).Aggregate("views", a => a.Count(), tasks).ToView();
            bytes = requests.GroupBy(request => request.Client).Aggregate("bytes", a => a.Sum(request => request.Bytes), tasks).ToView();
            all = requests.GroupBy(_ => 0).Aggregate("all", a => a.Combine(
                a.Count(), a.CountDistinct(request => request.Client), a.CountDistinct(request => request.Path),
                a.Sum(request => request.Bytes)), tasks).ToView();
            times = requests.GroupBy(_ => 0).Aggregate("times", a => a.Combine(
                a.Min(request => request.Time.ToUnixTimeSeconds()), a.Max(request => request.Time.ToUnixTimeSeconds())), tasks).ToView();
            pages = pageViews.GroupBy(_ => 0).Aggregate("pages", a => a.Combine(
                a.Count(), a.CountDistinct(page => page.Client), a.CountDistinct(page => page.Path)), tasks).ToView();
            behind = RunningMax.CountBehind(requests, request => request.Time);
        });

        _data.AssertEqual("a7_views_per_path", "path,views", run.Rows(views));
        _data.AssertEqual("a7_bytes_per_client", "client,bytes", run.Rows(bytes));
        var (total, time, page) = (run.View(all).Get(0), run.View(times).Get(0), run.View(pages).Get(0));
        _data.AssertNumbers("input", new
        {
            requests = total.Requests,
            malformed_lines = _data.Rows("access.tsv.gz").LongCount() - total.Requests,
            clients = total.Clients,
            paths = total.Paths,
            bytes = total.Bytes,
            first_t = time.First,
            last_t = time.Last,
            page_views = page.Views,
            page_view_clients = page.Clients,
            page_paths = page.Paths,
            requests_behind_the_running_max_time = run.View(behind).Get(0),
        });
    }

    private static long PartsPerMillion(long part, long whole) => 1_000_000 * part / whole;

    private Task<TopologyRun> RunAsync(int tasks, Crash crash, Action<Stream<Request>> describe) => WindowedRun.OfAsync(
        Request.ReadAll(_data), crash,
        (_, requests) => describe(requests.WithEventTime(request => request.Time, WatermarkStrategy.Ascending())), sources: tasks);
}
