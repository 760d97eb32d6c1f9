using System.Globalization;

namespace LambdaSpeed.Tests.RealData;

/// <summary>A flight, by its departure.</summary>
/// <param name="Time">When it left.</param>
/// <param name="Delay">By how many minutes it arrived late; negative when early.</param>
/// <param name="Distance">In miles.</param>
/// <param name="Origin">Where it left.</param>
/// <param name="Destination">Where it went.</param>
internal sealed record Flight(DateTimeOffset Time, int Delay, int Distance, string Origin, string Destination)
{
    public const string Set = "flights-2001q1";

    /// <summary>When it is heard of.</summary>
    public DateTimeOffset Arrival => Time.AddMinutes(Math.Max(Delay, 0));

    public static List<Flight> ReadAll(DataSet data)
    {
        var airports = new Dictionary<string, string>(StringComparer.Ordinal); // each text once
        return [.. data.Rows("flights.csv.gz").Select(row => row.Split(',')).Select(field => new Flight(
            new DateTimeOffset(DateTime.ParseExact(field[0], "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture), TimeSpan.Zero),
            int.Parse(field[1], CultureInfo.InvariantCulture),
            int.Parse(field[2], CultureInfo.InvariantCulture),
            Once(field[3]),
            Once(field[4])))];

        string Once(string airport) => airports.TryGetValue(airport, out var known) ? known : airports[airport] = airport;
    }
}
