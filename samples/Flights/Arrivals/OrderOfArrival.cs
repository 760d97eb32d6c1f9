using Flights.Events;
using Samples.Shared;

namespace Flights.Arrivals;

/// <summary>The flights in the order in which they are heard of: by departure and delay; those of the same minute in the order of the
/// files. So they come really out of order: by the delays of real flights.</summary>
internal static class OrderOfArrival
{
    public const int Partitions = 4;

    /// <summary>Reads the files once more and sorts them: nothing but its arrival knows the place of a flight in this order.</summary>
    public static Arrival[] Read(IReadOnlyList<InputFile> files, CancellationToken cancellationToken)
    {
        var flights = files.SelectMany(FlightsOf).TakeWhile(_ => !cancellationToken.IsCancellationRequested).ToList();
        var partitions = flights.Select(flight => flight.Origin).Distinct().Order(Utf8Order.Instance)
            .Select((origin, place) => (origin, place % Partitions)).ToDictionary();
        return
        [
            .. flights.OrderBy(flight => flight.Departure.AddMinutes(Math.Max(flight.Delay, 0))) // stable
                .Select(flight => new Arrival(flight.Departure, partitions[flight.Origin])),
        ];
    }

    /// <summary>How many come after one that left later.</summary>
    public static long CountBehind(IEnumerable<Arrival> arrivals)
    {
        var (behind, latest) = (0L, DateTimeOffset.MinValue);
        foreach (var arrival in arrivals)
        {
            if (arrival.Departure < latest) behind++;
            else latest = arrival.Departure;
        }
        return behind;
    }

    private static IEnumerable<Flight> FlightsOf(InputFile file)
    {
        using var reader = new StreamReader(file.Open());
        reader.ReadLine(); // the header
        while (reader.ReadLine() is { } line)
        {
            if (FlightFormat.TryParse(line, out var flight) is null) yield return flight!;
        }
    }
}
