using System.Globalization;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>An access log: what its windows and sessions are, against results of other tools.</summary>
public sealed class NasaWindowTests
{
    private readonly DataSet _data = new("nasa-http-19950801");

    public static TheoryData<int, bool> Shapes => WindowedRun.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task PageViewsAndClients_OfHoursAndDays(int tasks, bool fails)
    {
        WindowViewName<string, long> views = default, clients = default, clientsOfDay = default;
        WindowViewName<int, long> clientsOfHour = default;
        await using var run = await RunAsync(fails, requests =>
        {
            var pages = requests.Where(request => request.IsPageView);
            var hours = pages.GroupBy(page => page.Path).Window(Window.Tumbling(TimeSpan.FromHours(1)));
            views = hours.Aggregate("views", a => a.Count(), tasks).ToView();
            clients = hours.Aggregate("clients", a => a.CountDistinct(page => page.Client), tasks).ToView();
            clientsOfDay = pages.GroupBy(page => page.Path).Window(Window.Calendar(CalendarUnit.Day))
                .Aggregate("clients-of-day", a => a.CountDistinct(page => page.Client), tasks).ToView();
            clientsOfHour = pages.GroupBy(_ => 0).Window(Window.Tumbling(TimeSpan.FromHours(1)))
                .Aggregate("clients-of-hour", a => a.CountDistinct(page => page.Client), tasks).ToView();
        });

        _data.AssertEqual("a1_page_views_per_path_hour", "hour_start,path,views", ByStart(run, views));
        _data.AssertEqual("a2_unique_clients_per_path_hour", "hour_start,path,clients", ByStart(run, clients));
        _data.AssertEqual("a2_unique_clients_per_path_day", "day_start,path,clients", ByStart(run, clientsOfDay));
        _data.AssertEqual("a2_unique_clients_per_hour", "hour_start,clients",
            run.View(clientsOfHour).All().Select(hour => new object[] { hour.Start.ToUnixTimeSeconds(), hour.Value }));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task HoppingWindowsAndTraffic(int tasks, bool fails)
    {
        WindowViewName<int, long> requestsOfWindow = default;
        WindowViewName<string, (long Requests, long Bytes)> traffic = default;
        await using var run = await RunAsync(fails, requests =>
        {
            requestsOfWindow = requests.GroupBy(_ => 0).Window(Window.Hopping(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)))
                .Aggregate("hopping", a => a.Count(), tasks).ToView();
            traffic = requests.GroupBy(request => request.StatusClass).Window(Window.Tumbling(TimeSpan.FromMinutes(1)))
                .Aggregate("traffic", a => a.Combine(a.Count(), a.Sum(request => request.Bytes)), tasks).ToView();
        });

        _data.AssertEqual("a5_hopping_10min_1min_requests", "window_start,requests",
            run.View(requestsOfWindow).All().Select(window => new object[] { window.Start.ToUnixTimeSeconds(), window.Value }));
        _data.AssertEqual("a4_bytes_per_status_class_minute", "minute_start,class,requests,bytes",
            run.View(traffic).All().Select(window => new object[]
            {
                window.Start.ToUnixTimeSeconds(), window.Key, window.Value.Requests, window.Value.Bytes,
            }));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task SessionsAndBounces(int tasks, bool fails)
    {
        WindowViewName<string, long> sessions = default, visits = default;
        await using var run = await RunAsync(fails, requests =>
        {
            var gap = Window.Session(TimeSpan.FromMinutes(30));
            sessions = requests.GroupBy(request => request.Client).Window(gap).Aggregate("sessions", a => a.Count(), tasks).ToView();
            visits = requests.Where(request => request.IsPageView).GroupBy(request => request.Client).Window(gap)
                .Aggregate("visits", a => a.Count(), tasks).ToView();
        });

        _data.AssertEqual("a6_sessions_all", "start,end,client,requests", run.View(sessions).All().Select(session => new object[]
        {
            session.Start.ToUnixTimeSeconds(), session.End.ToUnixTimeSeconds(), session.Key, session.Value,
        }));
        _data.AssertEqual("a3_visits_and_bounces_per_start_hour", "hour_start,visits,bounces,bounce_ppm", run.View(visits).All()
            .GroupBy(visit => visit.Start.ToUnixTimeSeconds() / 3600 * 3600)
            .Select(hour => (Start: hour.Key, Visits: (long)hour.Count(), Bounces: (long)hour.Count(visit => visit.Value == 1)))
            .Select(hour => new object[] { hour.Start, hour.Visits, hour.Bounces, 1_000_000 * hour.Bounces / hour.Visits }));
    }

    [Fact]
    public async Task Watermarks_DropWhatTheyShould()
    {
        var rows = new List<object[]>();
        foreach (var delay in new long[] { 0, 60, 600, 3600 })
        {
            WindowViewName<int, long> accepted = default;
            await using var run = await WindowedRun.OfAsync(Read(), fails: delay > 60, (_, requests) => accepted = requests
                .WithEventTime(request => request.Time, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(delay)))
                .GroupBy(_ => 0).Window(Window.Tumbling(TimeSpan.FromMinutes(1))).Aggregate("accepted", a => a.Count()).ToView());
            rows.Add(WatermarkRow.Of(run, accepted, 30_969, delay));
        }

        _data.AssertEqual("a8_watermark_1min_windows", "delay_s,accepted,dropped,windows", rows);
    }

    private static IEnumerable<object[]> ByStart(TopologyRun run, WindowViewName<string, long> view) => run.View(view).All().Select(window =>
    {
        Assert.True(window.IsFinal);
        return new object[] { window.Start.ToUnixTimeSeconds(), window.Key, window.Value };
    });

    private Task<TopologyRun> RunAsync(bool fails, Action<Stream<Request>> describe) => WindowedRun.OfAsync(Read(), fails,
        (_, requests) => describe(requests.WithEventTime(request => request.Time, WatermarkStrategy.Ascending())));

    private List<Request> Read() => [.. _data.Rows("access.tsv.gz").Select(row => row.Split('\t')).Select(field => new Request(
        field[0],
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(field[2], CultureInfo.InvariantCulture)),
        field[3],
        field[4].Split('?')[0],
        int.Parse(field[5], CultureInfo.InvariantCulture),
        long.Parse(field[6], CultureInfo.InvariantCulture)))];

    private sealed record Request(string Client, DateTimeOffset Time, string Method, string Path, int Status, long Bytes)
    {
        public string StatusClass => $"{Status / 100}xx";

        public bool IsPageView
        {
            get
            {
                var last = Path[(Path.LastIndexOf('/') + 1)..].ToLowerInvariant();
                return Method == "GET" && Status is 200 or 304
                    && (!last.Contains('.', StringComparison.Ordinal) || last.EndsWith(".html", StringComparison.Ordinal)
                        || last.EndsWith(".htm", StringComparison.Ordinal) || last.EndsWith(".xhtml", StringComparison.Ordinal));
            }
        }
    }
}
