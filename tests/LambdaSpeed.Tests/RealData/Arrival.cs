namespace LambdaSpeed.Tests.RealData;

/// <summary>A row of a data set as watermarks see it.</summary>
/// <param name="Row">Its number in the order in which rows come, from 0.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Partition">Which of four partitions it is of.</param>
internal readonly record struct Arrival(int Row, DateTimeOffset Time, int Partition)
{
    public const int Partitions = 4;

    /// <summary>A key, so that several tasks have something to do.</summary>
    public int Key => Row % 8;

    /// <summary>The requests, in the order of the file; clients are divided in the order in which they come.</summary>
    public static List<Arrival> OfRequests(DataSet data)
    {
        var requests = Request.ReadAll(data);
        var clients = requests.Select(request => request.Client).Distinct().Select((client, i) => (client, i % Partitions)).ToDictionary();
        return [.. requests.Select((request, row) => new Arrival(row, request.Time, clients[request.Client]))];
    }

    /// <summary>The changes, in the order in which they landed.</summary>
    public static List<Arrival> OfChanges(DataSet data) =>
        [.. Change.ReadAll(data).Select((change, row) => new Arrival(row, change.Time, (int)(change.Author % Partitions)))];

    /// <summary>The flights in the order in which they are heard of, with their rows in the file.</summary>
    public static (List<Arrival> Arrivals, List<int> RowsOfTheFile) OfFlights(IReadOnlyList<Flight> flights)
    {
        var places = flights.Select(flight => flight.Origin).Distinct().Order(StringComparer.Ordinal)
            .Select((origin, i) => (origin, i % Partitions)).ToDictionary();
        List<int> rows = [.. Enumerable.Range(0, flights.Count).OrderBy(row => flights[row].Arrival)]; // stable
        return ([.. rows.Select((row, i) => new Arrival(i, flights[row].Time, places[flights[row].Origin]))], rows);
    }
}
