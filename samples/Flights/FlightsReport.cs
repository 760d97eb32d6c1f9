using System.Globalization;
using Flights.Views;
using LambdaSpeed;
using Samples.Shared;

namespace Flights;

/// <summary>Prints the most telling rows of the views over flights in the order of the files.</summary>
internal static class FlightsReport
{
    private const int MaxExamples = 5; // of malformed lines

    public static void Write(FlightsOptions options, TopologyRun run, FlightViews views, TimeSpan time, TextWriter output)
    {
        var totals = run.View(views.Totals).All().ToList();
        var malformed = run.View(views.MalformedPerReason).All().OrderBy(reason => reason.Key).ToList();
        output.WriteLine(
            $"{Figures.Number(totals.Sum(origin => origin.Value.Flights))} flights from {Figures.Number(totals.Count)} airports, " +
            $"{Figures.Number(totals.Sum(origin => origin.Value.Distance))} miles, " +
            $"{Figures.Number(totals.Sum(origin => origin.Value.Delay))} minutes of delay, " +
            $"{Figures.Number(malformed.Sum(reason => reason.Value))} malformed lines in {Figures.Seconds(time)} s");

        ReportSection.Write(output, "Airports by flights", new TextTable("origin", ">flights", ">mean delay", ">deviation"), totals
            .OrderByDescending(origin => origin.Value.Flights).ThenBy(origin => origin.Key, Utf8Order.Instance).Take(options.Top)
            .Select(origin => new[]
            {
                origin.Key, Figures.Number(origin.Value.Flights), Minutes(origin.Value.MeanDelay), Minutes(origin.Value.Deviation),
            }));
        var hours = run.View(views.Hours).All();
        ReportSection.Write(output, "Hours by flights", new TextTable("hour", "origin", ">flights", ">mean delay"), hours
            .OrderByDescending(hour => hour.Value.Flights).ThenBy(hour => hour.Start).ThenBy(hour => hour.Key, Utf8Order.Instance)
            .Take(options.Top).Select(hour => new[]
            {
                Figures.Minute(hour.Start), hour.Key, Figures.Number(hour.Value.Flights),
                Minutes((double)hour.Value.Delay / hour.Value.Flights),
            }));
        WriteRoutes(options, run, views, output);
        WriteSessions(options, run, views, output);
        WriteQuantiles(run, views, output);
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

    private static void WriteRoutes(FlightsOptions options, TopologyRun run, FlightViews views, TextWriter output)
    {
        var routes = run.View(views.RoutesOfDay).All().ToList();
        ReportSection.Write(output, "Routes of a day by flights", new TextTable("day", "route", ">flights"), routes
            .OrderByDescending(route => route.Value).ThenBy(route => route.Start)
            .ThenBy(route => route.Key.Origin, Utf8Order.Instance).ThenBy(route => route.Key.Destination, Utf8Order.Instance)
            .Take(options.Top).Select(route => new[]
            {
                Figures.Day(route.Start), $"{route.Key.Origin}-{route.Key.Destination}", Figures.Number(route.Value),
            }));

        var approximate = run.View(views.ApproximateRoutesOfDay).All().ToDictionary(day => day.Start, day => day.Value);
        ReportSection.Write(output, "Days by routes", new TextTable("day", ">routes", ">approximately", ">error"), routes
            .CountBy(route => route.Start).OrderByDescending(day => day.Value).ThenBy(day => day.Key).Take(options.Top)
            .Select(day => (day.Key, Exact: day.Value, Approximate: approximate.GetValueOrDefault(day.Key)))
            .Select(day => new[]
            {
                Figures.Day(day.Key), Figures.Number(day.Exact), Figures.Number(day.Approximate), Figures.Error(day.Approximate, day.Exact),
            }));
    }

    private static void WriteSessions(FlightsOptions options, TopologyRun run, FlightViews views, TextWriter output)
    {
        var sessions = run.View(views.LateSessions).All().ToList();
        output.WriteLine(
            $"\n{Figures.Number(sessions.Sum(session => session.Value))} flights were late by an hour or more, in " +
            $"{Figures.Number(sessions.Count)} sessions, {Figures.Number(sessions.Count(session => session.Value == 1))} of one flight");
        ReportSection.Write(output, "Sessions of late flights", new TextTable("origin", "from", "to", ">flights"), sessions
            .OrderByDescending(session => session.Value).ThenBy(session => session.Start).ThenBy(session => session.Key, Utf8Order.Instance)
            .Take(options.Top).Select(session => new[]
            {
                session.Key, Figures.Minute(session.Start), Figures.Minute(session.End), Figures.Number(session.Value),
            }));
    }

    private static void WriteQuantiles(TopologyRun run, FlightViews views, TextWriter output)
    {
        var exact = new DelayQuantiles([.. run.View(views.Delays).All().OrderBy(delay => delay.Key)]);
        if (exact.IsEmpty) return;

        var approximate = run.View(views.ApproximateDelays).Get(0);
        ReportSection.Write(output, "Delays in minutes", new TextTable(">quantile", ">exactly", ">approximately", ">error of rank"),
            DelayQuantiles.Reported
                .Select(quantile => (Quantile: quantile, Approximate: approximate.ValueAt((double)quantile / DelayQuantiles.Whole)))
                .Select(row => new[]
                {
                    ((double)row.Quantile / DelayQuantiles.Whole).ToString("P2", CultureInfo.InvariantCulture),
                    Figures.Number(exact.At(row.Quantile)), Figures.Number(row.Approximate),
                    exact.RankError(row.Quantile, row.Approximate).ToString("P2", CultureInfo.InvariantCulture),
                }));
    }

    private static string Minutes(double minutes) => minutes.ToString("N1", CultureInfo.InvariantCulture);
}
