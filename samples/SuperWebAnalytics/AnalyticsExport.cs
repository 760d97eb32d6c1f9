using LambdaSpeed;
using Samples.Shared;
using SuperWebAnalytics.Views;

namespace SuperWebAnalytics;

/// <summary>Writes the views as canonical CSV: each whole, in the order of its keys, and its greatest rows once more.</summary>
internal static class AnalyticsExport
{
    public const string DeadLettersFile = "dead_letters.csv";

    public static void Write(string folder, IReadOnlyList<InputFile> files, TopologyRun run, AnalyticsViews views)
    {
        WritePaths(folder, "a1_page_views_per_path_hour", "hour_start", "views", run.View(views.ViewsPerPathAndHour));
        WritePaths(folder, "a2_unique_clients_per_path_hour", "hour_start", "clients", run.View(views.ClientsPerPathAndHour));
        WritePaths(folder, "a2_unique_clients_per_path_day", "day_start", "clients", run.View(views.ClientsPerPathAndDay));

        var hours = run.View(views.ClientsPerHour).All().OrderBy(hour => hour.Key);
        Export(folder, "a2_unique_clients_per_hour", ["hour_start", "clients"],
            hours.Select(hour => new ExportRow(hour.Value, [CsvFile.Text(hour.Key), CsvFile.Text(hour.Value)])));

        var traffic = run.View(views.TrafficPerClassAndMinute).All()
            .OrderBy(row => row.Key.Start).ThenBy(row => row.Key.StatusClass);
        Export(folder, "a4_bytes_per_status_class_minute", ["minute_start", "class", "requests", "bytes"],
            traffic.Select(row => TrafficRow(row.Key, row.Value.Requests, row.Value.Bytes)), top: 50);

        WriteTexts(folder, "a7_views_per_path", ["path", "views"], run.View(views.ViewsPerPath));
        WriteTexts(folder, "a7_bytes_per_client", ["client", "bytes"], run.View(views.BytesPerClient));
        WriteDeadLetters(folder, files, run.View(views.DeadLetters));
    }

    private static ExportRow TrafficRow(ClassInMinute key, long requests, long bytes) =>
        new(bytes, [CsvFile.Text(key.Start), $"{key.StatusClass}xx", CsvFile.Text(requests), CsvFile.Text(bytes)]);

    private static void WritePaths(string folder, string name, string time, string measure, IView<PathInWindow, long> view)
    {
        var rows = view.All().OrderBy(row => row.Key.Start).ThenBy(row => row.Key.Path, Utf8Order.Instance);
        Export(folder, name, [time, "path", measure],
            rows.Select(row => new ExportRow(row.Value, [CsvFile.Text(row.Key.Start), row.Key.Path, CsvFile.Text(row.Value)])), top: 50);
    }

    private static void WriteTexts(string folder, string name, string[] columns, IView<string, long> view)
    {
        var rows = view.All().OrderBy(row => row.Key, Utf8Order.Instance);
        Export(folder, name, columns, rows.Select(row => new ExportRow(row.Value, [row.Key, CsvFile.Text(row.Value)])), top: 20);
    }

    private static void WriteDeadLetters(string folder, IReadOnlyList<InputFile> files, IView<LinePlace, MalformedLine?> view)
    {
        using var csv = new CsvFile(folder, DeadLettersFile, "file", "offset", "reason", "line");
        foreach (var (place, line) in view.All().OrderBy(letter => letter.Key.File).ThenBy(letter => letter.Key.Offset))
        {
            csv.Write(files[place.File].Name, CsvFile.Text(place.Offset), $"{line?.Reason}", line?.Text ?? "");
        }
    }

    /// <summary>Writes rows in the order they come, and the greatest by measure to a second file when <paramref name="top"/> is above 0;
    /// rows of equal measure keep their order there.</summary>
    private static void Export(string folder, string name, string[] columns, IEnumerable<ExportRow> rows, int top = 0)
    {
        var all = rows.ToList();
        Write($"{name}.csv", all);
        if (top > 0) Write($"{name}.top{top}.csv", all.OrderByDescending(row => row.Measure).Take(top));

        void Write(string file, IEnumerable<ExportRow> content)
        {
            using var csv = new CsvFile(folder, file, columns);
            foreach (var row in content) csv.Write(row.Fields);
        }
    }
}
