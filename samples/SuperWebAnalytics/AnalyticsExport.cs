using LambdaSpeed;
using Samples.Shared;
using SuperWebAnalytics.Views;

namespace SuperWebAnalytics;

/// <summary>Writes the views as canonical CSV: each whole, in the order of its keys, and its greatest rows once more.</summary>
internal static class AnalyticsExport
{
    public const string DeadLettersFile = "dead_letters.csv";

    public static void Write(string folder, IReadOnlyList<InputFile> files, TopologyRun run, AnalyticsViews views, PageTotals totals)
    {
        WritePaths(folder, "a1_page_views_per_path_hour", "hour_start", "views", run.View(views.ViewsPerPathAndHour));
        WritePaths(folder, "a2_unique_clients_per_path_hour", "hour_start", "clients", run.View(views.ClientsPerPathAndHour));
        WritePaths(folder, "a2_unique_clients_per_path_day", "day_start", "clients", run.View(views.ClientsPerPathAndDay));
        CsvResult.Write(folder, "a2_unique_clients_per_hour", ["hour_start", "clients"], run.View(views.ClientsPerHour).All()
            .OrderBy(hour => hour.Start).Select(hour => Row(hour.Value.Exact, Seconds(hour.Start))));
        CsvResult.Write(folder, "a3_visits_and_bounces_per_start_hour", ["hour_start", "visits", "bounces", "bounce_ppm"],
            HourOfVisits.Of(run.View(views.Visits).All()).Select(hour =>
                Row(hour.BouncesPerMillion, CsvFile.Text(hour.Start), CsvFile.Text(hour.Visits), CsvFile.Text(hour.Bounces))));
        CsvResult.Write(folder, "a4_bytes_per_status_class_minute", ["minute_start", "class", "requests", "bytes"],
            run.View(views.TrafficPerClassAndMinute).All().OrderBy(row => row.Start).ThenBy(row => row.Key)
                .Select(row => Row(row.Value.Bytes, Seconds(row.Start), $"{row.Key}xx", CsvFile.Text(row.Value.Requests))), top: 50);
        CsvResult.Write(folder, "a5_hopping_10min_1min_requests", ["window_start", "requests"], run.View(views.RequestsPerTenMinutes).All()
            .OrderBy(window => window.Start).Select(window => Row(window.Value, Seconds(window.Start))), top: 20);
        CsvResult.Write(folder, "a6_sessions_all", ["start", "end", "client", "requests"], run.View(views.Sessions).All()
            .OrderBy(session => session.Start).ThenBy(session => session.End).ThenBy(session => session.Key, Utf8Order.Instance)
            .Select(session => Row(session.Value, Seconds(session.Start), Seconds(session.End), session.Key)), top: 20);
        WriteTexts(folder, "a7_views_per_path", ["path", "views"], totals.ViewsPerPath);
        WriteTexts(folder, "a7_bytes_per_client", ["client", "bytes"], totals.BytesPerClient);
        WriteWatermarks(folder, run, views);
        WriteDeadLetters(folder, files, run.View(views.DeadLetters));
    }

    private static void WritePaths(string folder, string name, string time, string measure, IWindowView<string, long> view) =>
        CsvResult.Write(folder, name, [time, "path", measure], view.All()
            .OrderBy(row => row.Start).ThenBy(row => row.Key, Utf8Order.Instance)
            .Select(row => Row(row.Value, Seconds(row.Start), row.Key)), top: 50);

    private static void WriteTexts(string folder, string name, string[] columns, IViewReader<string, long> view) =>
        CsvResult.Write(folder, name, columns, view.All().OrderBy(row => row.Key, Utf8Order.Instance)
            .Select(row => Row(row.Value, row.Key)), top: 20);

    private static void WriteWatermarks(string folder, TopologyRun run, AnalyticsViews views)
    {
        var requests = run.View(views.TrafficPerClassAndMinute).All().Sum(row => row.Value.Requests);
        CsvResult.Write(folder, "a8_watermark_1min_windows", ["delay_s", "accepted", "dropped", "windows"], views.Watermarks
            .Select(view => (Delay: view.DelaySeconds, Count: WatermarkCount.Of(run.View(view.Accepted), requests)))
            .Select(row => Row(
                row.Count.Windows, CsvFile.Text(row.Delay), CsvFile.Text(row.Count.Accepted), CsvFile.Text(row.Count.Dropped))));
    }

    private static void WriteDeadLetters(string folder, IReadOnlyList<InputFile> files, IView<LinePlace, MalformedLine?> view)
    {
        using var csv = new CsvFile(folder, DeadLettersFile, "file", "offset", "reason", "line");
        foreach (var (place, line) in view.All().OrderBy(letter => letter.Key.File).ThenBy(letter => letter.Key.Offset))
        {
            csv.Write(files[place.File].Name, CsvFile.Text(place.Offset), $"{line?.Reason}", line?.Text ?? "");
        }
    }

    /// <summary>A row whose last field is its measure.</summary>
    private static ExportRow Row(long measure, params string[] fields) => new(measure, [.. fields, CsvFile.Text(measure)]);

    private static string Seconds(DateTimeOffset time) => CsvFile.Text(time.ToUnixTimeSeconds());
}
