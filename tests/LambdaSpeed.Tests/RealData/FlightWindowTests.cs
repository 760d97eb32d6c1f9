using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>Flights in order of departure.</summary>
public sealed class FlightWindowTests(KeptRows kept) : IClassFixture<KeptRows>
{
    private readonly DataSet _data = new(Flight.Set);

    public static TheoryData<int, Crash> Shapes => TheoryDataShapes.Few;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task HoursDaysAndHoppingWindows(int tasks, Crash crash)
    {
        WindowViewName<string, (long, long, int?, int?)> hours = default;
        WindowViewName<string, long> hopping = default, destinations = default, sessions = default;
        WindowViewName<(string Origin, string Destination), long> routes = default;
        ViewName<int, SessionTotals> sessionTotals = default;
        await using var run = await WindowedRun.OfAsync(kept.Of(Flight.ReadAll, _data), crash, (_, stream) =>
        {
            var flights = stream.WithEventTime(flight => flight.Time, WatermarkStrategy.Ascending());
            var byOrigin = flights.GroupBy(flight => flight.Origin);
            hours = byOrigin.Window(Window.Tumbling(TimeSpan.FromHours(1))).Aggregate("hours", a => a.Combine(
                a.Count(), a.Sum(flight => flight.Delay), a.Min(flight => flight.Delay), a.Max(flight => flight.Delay)), tasks).ToView();
            hopping = byOrigin.Window(Window.Hopping(TimeSpan.FromHours(3), TimeSpan.FromMinutes(15)))
                .Aggregate("hopping", a => a.Count(), tasks).ToView();
            routes = flights.GroupBy(flight => (flight.Origin, flight.Destination)).Window(Window.Calendar(CalendarUnit.Day))
                .Aggregate("routes", a => a.Count(), tasks).ToView();
            destinations = byOrigin.Window(Window.Tumbling(TimeSpan.FromDays(1)))
                .Aggregate("destinations", a => a.CountDistinct(flight => flight.Destination), tasks).ToView();
            var late = flights.Where(flight => flight.Delay >= 60).GroupBy(flight => flight.Origin)
                .Window(Window.Session(TimeSpan.FromMinutes(30))).Aggregate("sessions", a => a.Count(), tasks);
            (sessions, sessionTotals) = (late.ToView(), SessionTotals.Of(late, "session-totals"));
        }, sources: tasks);

        _data.AssertEqual("f1_flights_and_delay_per_origin_hour", "hour_start,origin,flights,sum_delay_min,min_delay_min,max_delay_min",
            run.Rows(hours, hour => [hour.Key, hour.Value.Item1, hour.Value.Item2, hour.Value.Item3!, hour.Value.Item4!]), measure: "flights");
        _data.AssertEqual("f2_hopping_3h_15min_per_origin", "window_start,origin,flights", run.Rows(hopping));
        _data.AssertEqual("f3_top10_routes_per_day", "day_start,rank,origin,dest,flights",
            run.TopRows(routes, 10, route => [route.Origin, route.Destination]));
        _data.AssertEqual("f4_distinct_destinations_per_origin_day", "day_start,origin,destinations", run.Rows(destinations));
        _data.AssertEqual("f5_sessions_of_flights_60min_late_per_origin", "start,end,origin,flights", run.SessionRows(sessions));
        _data.AssertNumbers("f5_delay_sessions", run.View(sessionTotals).Get(0)!.Numbers);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task WholeFile(int tasks, Crash crash)
    {
        ViewName<string, ((long, long, long) Sums, (int? Least, int? Greatest, long Distance) Others)> origins = default;
        ViewName<long, long> delays = default;
        ViewName<int, (long Rows, long Origins, long Destinations, long Routes)> all = default;
        ViewName<int, (long? First, long? Last, long Delay, long Distance)> rest = default;
        await using var run = await WindowedRun.OfAsync(kept.Of(Flight.ReadAll, _data), crash, (_, stream) =>
        {
            origins = stream.GroupBy(flight => flight.Origin).Aggregate("origins", a => a.Combine(
                a.Combine(a.Count(), a.Sum(flight => flight.Delay), a.Sum(flight => (long)flight.Delay * flight.Delay)),
                a.Combine(a.Min(flight => flight.Delay), a.Max(flight => flight.Delay), a.Sum(flight => flight.Distance))), tasks).ToView();
            delays = stream.GroupBy(flight => (long)flight.Delay).Aggregate("delays", a => a.Count(), tasks).ToView();
            var together = stream.GroupBy(_ => 0);
            all = together.Aggregate("all", a => a.Combine(
                a.Count(), a.CountDistinct(flight => flight.Origin), a.CountDistinct(flight => flight.Destination),
                a.CountDistinct(flight => (flight.Origin, flight.Destination))), tasks).ToView();
            rest = together.Aggregate("rest", a => a.Combine(
                a.Min(flight => flight.Time.ToUnixTimeSeconds()), a.Max(flight => flight.Time.ToUnixTimeSeconds()),
                a.Sum(flight => flight.Delay), a.Sum(flight => flight.Distance)), tasks).ToView();
        }, sources: tasks);

        _data.AssertEqual("f6_totals_per_origin", "origin,flights,sum_delay,sum_delay_squared,min_delay,max_delay,sum_distance",
            run.View(origins).All().Select(origin => new object[]
            {
                origin.Key, origin.Value.Sums.Item1, origin.Value.Sums.Item2, origin.Value.Sums.Item3,
                origin.Value.Others.Least!, origin.Value.Others.Greatest!, origin.Value.Others.Distance,
            }));
        _data.AssertEqual("f7_delay_quantiles", "q_per_10000,delay_min", NearestRank.Rows(run.View(delays),
            0, 1, 10, 100, 500, 1_000, 2_500, 5_000, 7_500, 9_000, 9_500, 9_900, 9_990, 9_999, 10_000));
        var (one, two) = (run.View(all).Get(0), run.View(rest).Get(0));
        _data.AssertNumbers("input", new
        {
            rows = one.Rows,
            origins = one.Origins,
            destinations = one.Destinations,
            routes = one.Routes,
            first_t = two.First,
            last_t = two.Last,
            sum_delay_min = two.Delay,
            sum_distance_mi = two.Distance,
        });
    }
}
