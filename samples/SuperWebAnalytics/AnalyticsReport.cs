using System.Globalization;
using LambdaSpeed;
using Samples.Shared;
using SuperWebAnalytics.Views;

namespace SuperWebAnalytics;

/// <summary>Prints the most telling rows of the views.</summary>
internal static class AnalyticsReport
{
    private const int MaxExamples = 5; // of malformed lines

    public static void Write(
        AnalyticsOptions options, TopologyRun run, AnalyticsViews views, TimeSpan time, TextWriter output)
    {
        var traffic = run.View(views.TrafficPerClassAndMinute).All().ToList();
        var pages = run.View(views.ViewsPerPath).All().ToList();
        var malformed = run.View(views.MalformedPerReason).All().OrderBy(reason => reason.Key).ToList();
        output.WriteLine(
            $"{Number(traffic.Sum(row => row.Value.Requests))} requests, {Number(traffic.Sum(row => row.Value.Bytes))} bytes, " +
            $"{Number(pages.Sum(page => page.Value))} page views, {Number(malformed.Sum(reason => reason.Value))} malformed lines " +
            $"in {time.TotalSeconds.ToString("N2", CultureInfo.InvariantCulture)} s");

        Section(output, "Pages by views", new TextTable("page", ">views"), pages
            .OrderByDescending(page => page.Value).ThenBy(page => page.Key, Utf8Order.Instance).Take(options.Top)
            .Select(page => new[] { page.Key, Number(page.Value) }));
        Section(output, "Hours by unique clients", new TextTable("hour (UTC)", ">clients"), run.View(views.ClientsPerHour).All()
            .OrderByDescending(hour => hour.Value).ThenBy(hour => hour.Key).Take(options.Top)
            .Select(hour => new[] { Hour(hour.Key), Number(hour.Value) }));
        Section(output, "Traffic by status class", new TextTable("class", ">requests", ">bytes"), traffic
            .GroupBy(row => row.Key.StatusClass).OrderBy(group => group.Key)
            .Select(group => new[]
            {
                $"{group.Key}xx", Number(group.Sum(row => row.Value.Requests)), Number(group.Sum(row => row.Value.Bytes)),
            }));
        if (malformed.Count == 0) return;

        Section(output, "Malformed lines", new TextTable("reason", ">lines"), malformed
            .Select(reason => new[] { $"{reason.Key}", Number(reason.Value) }));
        Section(output, "The first of them", new TextTable("file", ">offset", "reason", "line"), run.View(views.DeadLetters).All()
            .OrderBy(letter => letter.Key.File).ThenBy(letter => letter.Key.Offset).Take(MaxExamples)
            .Select(letter => new[]
            {
                options.Files[letter.Key.File].Name, CsvFile.Text(letter.Key.Offset), $"{letter.Value?.Reason}", letter.Value?.Text ?? "",
            }));
    }

    private static void Section(TextWriter output, string title, TextTable table, IEnumerable<string[]> rows)
    {
        output.WriteLine($"\n{title}");
        foreach (var row in rows) table.Add(row);
        table.WriteTo(output);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Hour(long start) =>
        DateTimeOffset.FromUnixTimeSeconds(start).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
