using LambdaSpeed;
using Samples.Shared;
using SuperWebAnalytics.Views;

namespace SuperWebAnalytics;

/// <summary>Prints the most telling rows of the views.</summary>
internal static class AnalyticsReport
{
    private const int MaxExamples = 5; // of malformed lines

    public static void Write(
        AnalyticsOptions options, TopologyRun run, AnalyticsViews views, PageTotals totals, TimeSpan time, TextWriter output)
    {
        var traffic = run.View(views.TrafficPerClassAndMinute).All().ToList();
        var requests = traffic.Sum(row => row.Value.Requests);
        var pages = totals.ViewsPerPath.All().ToList();
        var malformed = run.View(views.MalformedPerReason).All().OrderBy(reason => reason.Key).ToList();
        output.WriteLine(
            $"{Figures.Number(requests)} requests, {Figures.Number(traffic.Sum(row => row.Value.Bytes))} bytes, " +
            $"{Figures.Number(pages.Sum(page => page.Value))} page views, {Figures.Number(malformed.Sum(reason => reason.Value))} " +
            $"malformed lines in {Figures.Seconds(time)} s");

        ReportSection.Write(output, "Pages by views", new TextTable("page", ">views"), pages
            .OrderByDescending(page => page.Value).ThenBy(page => page.Key, Utf8Order.Instance).Take(options.Top)
            .Select(page => new[] { page.Key, Figures.Number(page.Value) }));
        WriteClients(options, run, views, output);
        WriteVisits(options, run, views, output);
        ReportSection.Write(output, "Ten minutes with most requests", new TextTable("from (UTC)", ">requests"),
            run.View(views.RequestsPerTenMinutes).All()
                .OrderByDescending(window => window.Value).ThenBy(window => window.Start).Take(options.Top)
                .Select(window => new[] { Figures.Minute(window.Start), Figures.Number(window.Value) }));
        ReportSection.Write(output, "Traffic by status class", new TextTable("class", ">requests", ">bytes"), traffic
            .GroupBy(row => row.Key).OrderBy(group => group.Key)
            .Select(group => new[]
            {
                $"{group.Key}xx", Figures.Number(group.Sum(row => row.Value.Requests)), Figures.Number(group.Sum(row => row.Value.Bytes)),
            }));
        WriteWatermarks(run, views, requests, output);
        if (malformed.Count == 0) return;

        ReportSection.Write(output, "Malformed lines", new TextTable("reason", ">lines"), malformed
            .Select(reason => new[] { $"{reason.Key}", Figures.Number(reason.Value) }));
        var letters = run.View(views.DeadLetters).All();
        ReportSection.Write(output, "The first of them", new TextTable("file", ">offset", "reason", "line"), letters
            .OrderBy(letter => letter.Key.File).ThenBy(letter => letter.Key.Offset).Take(MaxExamples)
            .Select(letter => new[]
            {
                options.Files[letter.Key.File].Name, CsvFile.Text(letter.Key.Offset), $"{letter.Value?.Reason}", letter.Value?.Text ?? "",
            }));
    }

    private static void WriteClients(AnalyticsOptions options, TopologyRun run, AnalyticsViews views, TextWriter output)
    {
        Section("Hours by unique clients", "hour (UTC)", views.ClientsPerHour, Figures.Minute);
        Section("Days by unique clients", "day (UTC)", views.ClientsPerDay, Figures.Day);

        void Section(
            string title, string column, WindowViewName<int, (long Exact, long Approximate)> view, Func<DateTimeOffset, string> name) =>
            ReportSection.Write(output, title, new TextTable(column, ">clients", ">approximately", ">error"), run.View(view).All()
                .OrderByDescending(window => window.Value.Exact).ThenBy(window => window.Start).Take(options.Top)
                .Select(window => new[]
                {
                    name(window.Start), Figures.Number(window.Value.Exact), Figures.Number(window.Value.Approximate),
                    Figures.Error(window.Value.Approximate, window.Value.Exact),
                }));
    }

    private static void WriteVisits(AnalyticsOptions options, TopologyRun run, AnalyticsViews views, TextWriter output)
    {
        var hours = HourOfVisits.Of(run.View(views.Visits).All()).ToList();
        var (visits, bounces) = (hours.Sum(hour => hour.Visits), hours.Sum(hour => hour.Bounces));
        var sessions = run.View(views.Sessions).All().ToList();
        output.WriteLine(
            $"\n{Figures.Number(visits)} visits, {Figures.Number(bounces)} bounces ({Figures.Share(bounces, visits)}); " +
            $"{Figures.Number(sessions.Count)} sessions, {Figures.Number(sessions.Count(session => session.Value == 1))} of one request");
        ReportSection.Write(output, "Hours by visits", new TextTable("hour (UTC)", ">visits", ">bounces", ">rate"), hours
            .OrderByDescending(hour => hour.Visits).ThenBy(hour => hour.Start).Take(options.Top)
            .Select(hour => new[]
            {
                Figures.Minute(DateTimeOffset.FromUnixTimeSeconds(hour.Start)), Figures.Number(hour.Visits), Figures.Number(hour.Bounces),
                Figures.Share(hour.Bounces, hour.Visits),
            }));
        ReportSection.Write(output, "Sessions by requests", new TextTable("client", "from (UTC)", ">minutes", ">requests"), sessions
            .OrderByDescending(session => session.Value).ThenBy(session => session.Start).ThenBy(session => session.Key, Utf8Order.Instance)
            .Take(options.Top).Select(session => new[]
            {
                session.Key, Figures.Minute(session.Start), Figures.Number((long)(session.End - session.Start).TotalMinutes),
                Figures.Number(session.Value),
            }));
    }

    private static void WriteWatermarks(TopologyRun run, AnalyticsViews views, long requests, TextWriter output) =>
        ReportSection.Write(output, "Late for minutes, in the order of the lines",
            new TextTable(">watermark behind by, s", ">accepted", ">dropped", ">minutes"), views.Watermarks
                .Select(view => (Delay: view.DelaySeconds, Count: WatermarkCount.Of(run.View(view.Accepted), requests)))
                .Select(row => new[]
                {
                    Figures.Number(row.Delay), Figures.Number(row.Count.Accepted), Figures.Number(row.Count.Dropped),
                    Figures.Number(row.Count.Windows),
                }));
}
