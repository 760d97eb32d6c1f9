using LambdaSpeed;
using Samples.Shared;
using SuperWebAnalytics.Requests;
using SuperWebAnalytics.Views;

namespace SuperWebAnalytics;

/// <summary>What runs.</summary>
internal static class AnalyticsTopology
{
    /// <summary>The component that makes requests of lines.</summary>
    public const string Parser = "parse";

    public static AnalyticsViews AddTo(TopologyBuilder topology, AnalyticsOptions options, ILineSource<LogLine> lines)
    {
        var tasks = options.Parallelism;

        var requests = topology
            .AddSpout("lines", lines.Spout)
            .Then(Parser, () => new ParseRequests(options.Formats), tasks);
        var malformed = requests.Side(ParseRequests.Malformed);
        var pageViews = requests.Where(request => request.IsPageView);

        return new AnalyticsViews(
            pageViews.GroupBy(view => new PathInWindow(Window.Hour(view.Time), view.Path))
                .Aggregate("views-per-path-and-hour", a => a.Count(), tasks).ToView(),
            pageViews.GroupBy(view => new PathInWindow(Window.Hour(view.Time), view.Path))
                .Aggregate("clients-per-path-and-hour", a => a.CountDistinct(view => view.Client), tasks).ToView(),
            pageViews.GroupBy(view => new PathInWindow(Window.Day(view.Time), view.Path))
                .Aggregate("clients-per-path-and-day", a => a.CountDistinct(view => view.Client), tasks).ToView(),
            pageViews.GroupBy(view => Window.Hour(view.Time))
                .Aggregate("clients-per-hour", a => a.CountDistinct(view => view.Client), tasks).ToView(),
            requests.GroupBy(request => new ClassInMinute(Window.Minute(request.Time), request.Status / 100))
                .Aggregate("traffic-per-class-and-minute", a => a.Combine(a.Count(), a.Sum(request => request.Bytes)), tasks).ToView(),
            pageViews.GroupBy(view => view.Path).Aggregate("views-per-path", a => a.Count(), tasks).ToView(),
            requests.GroupBy(request => request.Client).Aggregate("bytes-per-client", a => a.Sum(request => request.Bytes), tasks).ToView(),
            malformed.GroupBy(letter => letter.Reason).Aggregate("malformed-per-reason", a => a.Count()).ToView(),
            malformed.GroupBy(letter => new LinePlace(letter.Line.File, letter.Line.Offset))
                .Aggregate("dead-letters", a => a.Latest(KeptOf, letter => letter.Line.Offset, letter => letter.Line.Text)).ToView());

        static MalformedLine KeptOf(DeadLetter letter) => new(letter.Reason, letter.Line.Text);
    }
}
