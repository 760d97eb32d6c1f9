using Flights.Views;
using LambdaSpeed;
using Samples.Shared;

namespace Flights;

/// <summary>Writes the views over flights in the order of the files as canonical CSV.</summary>
internal static class FlightsExport
{
    public const string DeadLettersFile = "dead_letters.csv";

    private const int RoutesPerDay = 10;

    public static void Write(string folder, IReadOnlyList<InputFile> files, TopologyRun run, FlightViews views)
    {
        CsvResult.Write(folder, "f1_flights_and_delay_per_origin_hour",
            ["hour_start", "origin", "flights", "sum_delay_min", "min_delay_min", "max_delay_min"],
            InOrder(run.View(views.Hours)).Select(hour => new ExportRow(hour.Value.Flights,
            [
                Seconds(hour.Start), hour.Key, CsvFile.Text(hour.Value.Flights), CsvFile.Text(hour.Value.Delay),
                CsvFile.Text(hour.Value.LeastDelay), CsvFile.Text(hour.Value.GreatestDelay),
            ])), top: 50);
        WriteOrigins(folder, "f2_hopping_3h_15min_per_origin", "window_start", "flights", run.View(views.ThreeHours), top: 20);
        CsvResult.Write(folder, "f3_top10_routes_per_day", ["day_start", "rank", "origin", "dest", "flights"],
            run.View(views.RoutesOfDay).All().GroupBy(route => route.Start).OrderBy(day => day.Key)
                .SelectMany(day => day
                    .OrderByDescending(route => route.Value)
                    .ThenBy(route => route.Key.Origin, Utf8Order.Instance).ThenBy(route => route.Key.Destination, Utf8Order.Instance)
                    .Take(RoutesPerDay).Select((route, i) => Row(
                        route.Value, Seconds(day.Key), CsvFile.Text(i + 1), route.Key.Origin, route.Key.Destination))));
        WriteOrigins(folder, "f4_distinct_destinations_per_origin_day", "day_start", "destinations",
            run.View(views.DestinationsOfDay), top: 50);
        CsvResult.Write(folder, "f5_sessions_of_flights_60min_late_per_origin", ["start", "end", "origin", "flights"],
            run.View(views.LateSessions).All()
                .OrderBy(session => session.Start).ThenBy(session => session.End).ThenBy(session => session.Key, Utf8Order.Instance)
                .Select(session => Row(session.Value, Seconds(session.Start), Seconds(session.End), session.Key)), top: 20);
        WriteTotals(folder, run.View(views.Totals));
        WriteQuantiles(folder, run.View(views.Delays));
        WriteDeadLetters(folder, files, run.View(views.DeadLetters));
    }

    private static void WriteOrigins(
        string folder, string name, string time, string measure, IWindowView<string, long> view, int top) =>
        CsvResult.Write(folder, name, [time, "origin", measure],
            InOrder(view).Select(window => Row(window.Value, Seconds(window.Start), window.Key)), top);

    private static void WriteTotals(string folder, IView<string, OriginTotals> view) =>
        CsvResult.Write(folder, "f6_totals_per_origin",
            ["origin", "flights", "sum_delay", "sum_delay_squared", "min_delay", "max_delay", "sum_distance"],
            view.All().OrderBy(origin => origin.Key, Utf8Order.Instance).Select(origin => Row(
                origin.Value.Distance, origin.Key, CsvFile.Text(origin.Value.Flights), CsvFile.Text(origin.Value.Delay),
                CsvFile.Text(origin.Value.DelaySquared), CsvFile.Text(origin.Value.LeastDelay), CsvFile.Text(origin.Value.GreatestDelay))));

    private static void WriteQuantiles(string folder, IView<int, long> view)
    {
        var quantiles = new DelayQuantiles([.. view.All().OrderBy(delay => delay.Key)]);
        CsvResult.Write(folder, "f7_delay_quantiles", ["q_per_10000", "delay_min"],
            quantiles.IsEmpty ? [] : DelayQuantiles.Reported.Select(quantile => Row(quantiles.At(quantile), CsvFile.Text(quantile))));
    }

    private static void WriteDeadLetters(string folder, IReadOnlyList<InputFile> files, IView<LinePlace, MalformedLine?> view)
    {
        using var csv = new CsvFile(folder, DeadLettersFile, "file", "offset", "reason", "line");
        foreach (var (place, line) in view.All().OrderBy(letter => letter.Key.File).ThenBy(letter => letter.Key.Offset))
        {
            csv.Write(files[place.File].Name, CsvFile.Text(place.Offset), $"{line?.Reason}", line?.Text ?? "");
        }
    }

    private static IEnumerable<WindowResult<string, T>> InOrder<T>(IWindowView<string, T> view) =>
        view.All().OrderBy(window => window.Start).ThenBy(window => window.Key, Utf8Order.Instance);

    /// <summary>A row whose last field is its measure.</summary>
    private static ExportRow Row(long measure, params string[] fields) => new(measure, [.. fields, CsvFile.Text(measure)]);

    private static string Seconds(DateTimeOffset time) => CsvFile.Text(time.ToUnixTimeSeconds());
}
