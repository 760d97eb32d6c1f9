using Flights.Events;
using Flights.Views;
using LambdaSpeed;
using Samples.Shared;

namespace Flights;

/// <summary>What runs over the flights in the order of the files.</summary>
internal static class FlightTopology
{
    /// <summary>The component that makes flights of lines.</summary>
    public const string Parser = "parse";

    private static readonly Window Hour = Window.Tumbling(TimeSpan.FromHours(1));
    private static readonly Window Day = Window.Calendar(CalendarUnit.Day);
    private static readonly Window ThreeHours = Window.Hopping(TimeSpan.FromHours(3), TimeSpan.FromMinutes(15));
    private static readonly Window HalfAnHourApart = Window.Session(TimeSpan.FromMinutes(30));

    /// <summary>The files have an end and are to be counted whole, in whatever order they are read: nothing is late.</summary>
    private static readonly WatermarkStrategy NothingIsLate = WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.MaxValue);

    public static FlightViews AddTo(TopologyBuilder topology, int tasks, ILineSource<FlightLine> source)
    {
        var parsed = topology.AddSpout("lines", source.Spout).Then(Parser, () => new ParseFlights(), tasks);
        var malformed = parsed.Side(ParseFlights.Malformed);
        var flights = parsed.WithEventTime(flight => flight.Departure, NothingIsLate);
        var byOrigin = flights.GroupBy(flight => flight.Origin);

        return new FlightViews(
            byOrigin.Window(Hour).Aggregate("hours", a => a.Combine(
                a.Count(), a.Sum(flight => flight.Delay), a.Min(flight => flight.Delay), a.Max(flight => flight.Delay),
                (flights, delay, least, greatest) => new HourOfOrigin(flights, delay, least ?? 0, greatest ?? 0)), tasks).ToView(),
            byOrigin.Window(ThreeHours).Aggregate("three-hours", a => a.Count(), tasks).ToView(),
            flights.GroupBy(flight => flight.Route).Window(Day).Aggregate("routes-of-day", a => a.Count(), tasks).ToView(),
            flights.GroupBy(_ => 0).Window(Day)
                .Aggregate("approximate-routes-of-day", a => a.ApproximateDistinct(flight => flight.Route)).ToView(),
            byOrigin.Window(Day)
                .Aggregate("destinations-of-day", a => a.CountDistinct(flight => flight.Route.Destination), tasks).ToView(),
            flights.Where(flight => flight.IsLate).GroupBy(flight => flight.Origin).Window(HalfAnHourApart)
                .Aggregate("late-sessions", a => a.Count(), tasks).ToView(),
            byOrigin.Aggregate("totals", a => a.Combine(
                a.Combine(a.Count(), a.Sum(flight => flight.Delay), a.Sum(flight => (long)flight.Delay * flight.Delay)),
                a.Combine(a.Min(flight => flight.Delay), a.Max(flight => flight.Delay), a.Sum(flight => flight.Distance)),
                (sums, others) => new OriginTotals(
                    sums.First, sums.Second, sums.Third, others.First ?? 0, others.Second ?? 0, others.Third)), tasks).ToView(),
            flights.GroupBy(flight => flight.Delay).Aggregate("delays", a => a.Count(), tasks).ToView(),
            flights.GroupBy(_ => 0).Aggregate("approximate-delays", a => a.ApproximateQuantiles(flight => (long)flight.Delay)).ToView(),
            malformed.GroupBy(letter => letter.Reason).Aggregate("malformed-per-reason", a => a.Count()).ToView(),
            malformed.GroupBy(letter => new LinePlace(letter.Line.File, letter.Line.Offset))
                .Aggregate("dead-letters", a => a.Latest(KeptOf, letter => letter.Line.Offset, letter => letter.Line.Text)).ToView());

        static MalformedLine KeptOf(DeadLetter letter) => new(letter.Reason, letter.Line.Text);
    }
}
