using LambdaSpeed;
using Samples.Shared;
using SuperWebAnalytics.Batch;
using SuperWebAnalytics.Requests;
using SuperWebAnalytics.Views;

namespace SuperWebAnalytics;

/// <summary>What runs.</summary>
internal static class AnalyticsTopology
{
    /// <summary>The component that makes requests of lines.</summary>
    public const string Parser = "parse";

    private const string Lines = "lines";

    private static readonly Window Minute = Window.Tumbling(TimeSpan.FromMinutes(1));
    private static readonly Window Hour = Window.Tumbling(TimeSpan.FromHours(1));
    private static readonly Window Day = Window.Tumbling(TimeSpan.FromDays(1));
    private static readonly Window TenMinutesByOne = Window.Hopping(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1));
    private static readonly Window Visit = Window.Session(TimeSpan.FromMinutes(30));

    /// <summary>Logs have an end, come in any order of files, and are to be counted whole: nothing is late. A topology that reads what is
    /// happening now would name a time here.</summary>
    private static readonly WatermarkStrategy NothingIsLate = WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.MaxValue);

    private static readonly int[] WatermarkDelays = [0, 60, 600, 3_600]; // seconds

    public static AnalyticsViews AddTo(TopologyBuilder topology, AnalyticsOptions options, ILineSource<LogLine> source)
    {
        var tasks = options.Parallelism;

        var lines = topology.AddSpout(Lines, source.Spout);
        var parsed = lines.Then(Parser, () => new ParseRequests(options.Formats), tasks);
        var malformed = parsed.Side(ParseRequests.Malformed);
        var requests = parsed.WithEventTime(request => request.EventTime, NothingIsLate);
        var pageViews = requests.Where(request => request.IsPageView);
        var pages = pageViews.GroupBy(view => view.Path);
        var allViews = pageViews.GroupBy(_ => 0);
        if (options.Batch is not null) BatchedViews.AddClientsPerPath(pages, tasks);

        return new AnalyticsViews(
            pages.Window(Hour).Aggregate("views-per-path-and-hour", a => a.Count(), tasks).ToView(),
            pages.Window(Hour).Aggregate("clients-per-path-and-hour", a => a.CountDistinct(view => view.Client), tasks).ToView(),
            pages.Window(Day).Aggregate("clients-per-path-and-day", a => a.CountDistinct(view => view.Client), tasks).ToView(),
            allViews.Window(Hour).Aggregate("clients-per-hour", a => a.Combine(
                a.CountDistinct(view => view.Client), a.ApproximateDistinct(view => view.Client)), tasks).ToView(),
            allViews.Window(Day).Aggregate("clients-per-day", a => a.Combine(
                a.CountDistinct(view => view.Client), a.ApproximateDistinct(view => view.Client)), tasks).ToView(),
            pageViews.GroupBy(view => view.Client).Window(Visit).Aggregate("visits", a => a.Count(), tasks).ToView(),
            requests.GroupBy(request => request.StatusClass).Window(Minute).Aggregate("traffic-per-class-and-minute",
                a => a.Combine(a.Count(), a.Sum(request => request.Bytes)), tasks).ToView(),
            requests.GroupBy(_ => 0).Window(TenMinutesByOne).Aggregate("requests-per-ten-minutes", a => a.Count(), tasks).ToView(),
            requests.GroupBy(request => request.Client).Window(Visit).Aggregate("sessions", a => a.Count(), tasks).ToView(),
            BatchedViews.AddViewsPerPath(pages, tasks),
            BatchedViews.AddBytesPerClient(requests, tasks),
            AddWatermarks(lines, options),
            malformed.GroupBy(letter => letter.Reason).Aggregate("malformed-per-reason", a => a.Count()).ToView(),
            malformed.GroupBy(letter => new LinePlace(letter.Line.File, letter.Line.Offset))
                .Aggregate("dead-letters", a => a.Latest(KeptOf, letter => letter.Line.Offset, letter => letter.Line.Text)).ToView());

        static MalformedLine KeptOf(DeadLetter letter) => new(letter.Reason, letter.Line.Text);
    }

    /// <summary>The same requests for a view of their own: what a batch job computes.</summary>
    public static Stream<Request> AddRequests(TopologyBuilder topology, AnalyticsOptions options, ILineSource<LogLine> source) =>
        topology.AddSpout(Lines, source.Spout).Then(Parser, () => new ParseRequests(options.Formats));

    /// <summary>What would be late if the log were read while it is written, with watermarks at several distances.</summary>
    private static IReadOnlyList<WatermarkView> AddWatermarks(Stream<LogLine> lines, AnalyticsOptions options)
    {
        var times = lines.Then("times", () => new RequestTimes(options.Formats));
        return [.. WatermarkDelays.Select(delay => new WatermarkView(delay, times
            .WithEventTime(time => time, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(delay)), name: $"watermark-{delay}")
            .GroupBy(_ => 0).Window(Minute).Aggregate($"in-time-{delay}", a => a.Count()).ToView()))];
    }
}
