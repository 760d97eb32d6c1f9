using System.Globalization;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>Flights, in order of departure and in order of arrival.</summary>
public sealed class FlightWindowTests
{
    private readonly DataSet _data = new("flights-2001q1");

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(4, true)]
    public async Task HoursDaysAndHoppingWindows(int tasks, bool fails)
    {
        WindowViewName<string, (long, long, long, long)> hours = default;
        WindowViewName<string, long> hopping = default, destinations = default, sessions = default;
        WindowViewName<(string Origin, string Destination), long> routes = default;
        await using var run = await RunAsync(fails, Read(), flights =>
        {
            var byOrigin = flights.GroupBy(flight => flight.Origin);
            hours = byOrigin.Window(Window.Tumbling(TimeSpan.FromHours(1))).Aggregate("hours", a => a.Combine(
                a.Combine(a.Count(), a.Sum(flight => (long)flight.Delay)),
                a.Combine(a.Min(flight => (long)flight.Delay), a.Max(flight => (long)flight.Delay)),
                (sums, bounds) => (sums.Item1, sums.Item2, bounds.Item1!.Value, bounds.Item2!.Value)), tasks).ToView();
            hopping = byOrigin.Window(Window.Hopping(TimeSpan.FromHours(3), TimeSpan.FromMinutes(15)))
                .Aggregate("hopping", a => a.Count(), tasks).ToView();
            routes = flights.GroupBy(flight => (flight.Origin, flight.Destination)).Window(Window.Calendar(CalendarUnit.Day))
                .Aggregate("routes", a => a.Count(), tasks).ToView();
            destinations = byOrigin.Window(Window.Tumbling(TimeSpan.FromDays(1)))
                .Aggregate("destinations", a => a.CountDistinct(flight => flight.Destination), tasks).ToView();
            sessions = flights.Where(flight => flight.Delay >= 60).GroupBy(flight => flight.Origin)
                .Window(Window.Session(TimeSpan.FromMinutes(30))).Aggregate("sessions", a => a.Count(), tasks).ToView();
        });

        _data.AssertEqual("f1_flights_and_delay_per_origin_hour", "hour_start,origin,flights,sum_delay_min,min_delay_min,max_delay_min",
            run.View(hours).All().Select(hour => new object[]
            {
                hour.Start.ToUnixTimeSeconds(), hour.Key, hour.Value.Item1, hour.Value.Item2, hour.Value.Item3, hour.Value.Item4,
            }));
        _data.AssertEqual("f2_hopping_3h_15min_per_origin", "window_start,origin,flights", ByStart(run, hopping));
        _data.AssertEqual("f4_distinct_destinations_per_origin_day", "day_start,origin,destinations", ByStart(run, destinations));
        _data.AssertEqual("f5_sessions_of_flights_60min_late_per_origin", "start,end,origin,flights", run.View(sessions).All()
            .Select(session => new object[]
            {
                session.Start.ToUnixTimeSeconds(), session.End.ToUnixTimeSeconds(), session.Key, session.Value,
            }));
        _data.AssertEqual("f3_top10_routes_per_day", "day_start,rank,origin,dest,flights", run.View(routes).All()
            .GroupBy(route => route.Start.ToUnixTimeSeconds())
            .SelectMany(day => day
                .OrderByDescending(route => route.Value)
                .ThenBy(route => route.Key.Origin, StringComparer.Ordinal).ThenBy(route => route.Key.Destination, StringComparer.Ordinal)
                .Take(10).Select((route, i) => new object[] { day.Key, (long)(i + 1), route.Key.Origin, route.Key.Destination, route.Value })));
    }

    [Fact]
    public async Task Watermarks_OverTheOrderOfArrival_DropWhatTheyShould()
    {
        var arrivals = Read().Select((flight, row) => (Flight: flight, Row: row))
            .OrderBy(arrival => arrival.Flight.Time.AddMinutes(Math.Max(arrival.Flight.Delay, 0))).ThenBy(arrival => arrival.Row)
            .Select(arrival => arrival.Flight).ToList();
        var cases = from delay in new[] { 0, 900, 3600, 10_800, 43_200 } from lateness in new[] { 0, 3600 } select (Delay: delay, Lateness: lateness);
        var rows = new List<object[]>();
        foreach (var (delay, lateness) in cases)
        {
            WindowViewName<int, long> accepted = default;
            await using var run = await WindowedRun.OfAsync(arrivals, fails: lateness > 0, (_, flights) => accepted = flights
                .WithEventTime(flight => flight.Time, WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(delay)))
                .GroupBy(_ => 0).Window(Window.Tumbling(TimeSpan.FromHours(1))).AllowLateness(TimeSpan.FromSeconds(lateness))
                .Aggregate("accepted", a => a.Count()).ToView());
            rows.Add(WatermarkRow.Of(run, accepted, arrivals.Count, delay, lateness));
            if (delay == 3600 && lateness == 0) _data.AssertEqual("f8_watermark_delay3600_accepted_per_hour", "hour_start,accepted",
                run.View(accepted).All().Select(hour => new object[] { hour.Start.ToUnixTimeSeconds(), hour.Value }));
        }

        _data.AssertEqual("f8_watermark_1h_windows", "delay_s,lateness_s,accepted,dropped,windows", rows);
    }

    [Fact]
    public async Task Watermarks_OfFourPartitions_DropWhatTheyShould()
    {
        var flights = Read();
        var places = flights.Select(flight => flight.Origin).Distinct().Order(StringComparer.Ordinal)
            .Select((origin, i) => (origin, i % 4)).ToDictionary();
        var arrivals = flights.Select((flight, row) => (Flight: flight, Row: row))
            .OrderBy(arrival => arrival.Flight.Time.AddMinutes(Math.Max(arrival.Flight.Delay, 0))).ThenBy(arrival => arrival.Row)
            .Select(arrival => arrival.Flight).ToList();
        var rows = new List<object[]>();
        foreach (var delay in new long[] { 0, 900, 3600, 10_800, 43_200 })
        {
            WindowViewName<int, long> accepted = default;
            var strategy = WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(delay)).ForPartitions(4);
            await using var run = await WindowedRun.OfAsync(arrivals, fails: delay > 900, (_, stream) => accepted = stream
                .WithEventTime(flight => flight.Time, strategy, flight => places[flight.Origin])
                .GroupBy(_ => 0).Window(Window.Tumbling(TimeSpan.FromHours(1))).Aggregate("accepted", a => a.Count()).ToView());
            rows.Add(WatermarkRow.Of(run, accepted, arrivals.Count, delay));
        }

        _data.AssertEqual("f8_watermark_4_partitions_1h_windows", "delay_s,accepted,dropped,windows", rows);
    }

    private static IEnumerable<object[]> ByStart(TopologyRun run, WindowViewName<string, long> view) =>
        run.View(view).All().Select(window => new object[] { window.Start.ToUnixTimeSeconds(), window.Key, window.Value });

    private static Task<TopologyRun> RunAsync(bool fails, List<Flight> flights, Action<Stream<Flight>> describe) =>
        WindowedRun.OfAsync(flights, fails, (_, stream) =>
            describe(stream.WithEventTime(flight => flight.Time, WatermarkStrategy.Ascending())));

    private List<Flight> Read() => [.. _data.Rows("flights.csv.gz").Select(row => row.Split(',')).Select(field => new Flight(
        new DateTimeOffset(DateTime.ParseExact(field[0], "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture), TimeSpan.Zero),
        int.Parse(field[1], CultureInfo.InvariantCulture),
        field[3],
        field[4]))];

    private sealed record Flight(DateTimeOffset Time, int Delay, string Origin, string Destination);
}
