using System.Globalization;
using Samples.Shared;

namespace Flights.Events;

/// <summary>How flights are written as lines. Safe for several tasks at once.</summary>
internal static class FlightFormat
{
    public const string Header = "dep_time,delay_min,distance_mi,origin,dest";

    private const int Columns = 5;
    private const int MostMinutes = 100_000; // beyond, it is no delay, and sums of squares could overflow
    private const int MostMiles = 100_000;
    private const int MostLetters = 8; // of an airport's code
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm";

    private static readonly DateTime Earliest = DateTime.UnixEpoch; // windows are counted from here

    /// <summary>Refuses a file that does not begin with the header; one without any line has no flights yet.</summary>
    /// <exception cref="UsageException">The file is something else.</exception>
    public static void Require(InputFile file)
    {
        try
        {
            using var reader = new StreamReader(file.Open());
            var line = reader.ReadLine();
            if (line == Header) return;
            if (file.IsCutOff()) throw new InvalidDataException("it is cut off");
            if (line is null) return;
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException($"--input names '{file.Path}', which is no sound gzip file ({exception.Message}); name another.");
        }
        throw new UsageException($"--input names '{file.Path}', whose first line is not {Header}; name a file of flights.");
    }

    /// <summary>Is it the first line of a file?</summary>
    public static bool IsHeader(FlightLine line) => line.Offset == 0;

    /// <summary>Makes a flight of a line.</summary>
    /// <returns>Why it cannot be done; null when <paramref name="flight"/> was made.</returns>
    public static MalformedReason? TryParse(string line, out Flight? flight)
    {
        flight = null;
        if (line.Length == 0) return MalformedReason.Empty;

        Span<Range> fields = stackalloc Range[Columns + 1]; // one more, to notice what is too much
        var text = line.AsSpan();
        if (text.Split(fields, ',') != Columns) return MalformedReason.WrongFields;
        if (!TryTime(text[fields[0]], out var departure)) return MalformedReason.BadTime;
        if (!TryNumber(text[fields[1]], NumberStyles.AllowLeadingSign, MostMinutes, out var delay)) return MalformedReason.BadDelay;
        if (!TryNumber(text[fields[2]], NumberStyles.None, MostMiles, out var distance)) return MalformedReason.BadDistance;
        if (!IsAirport(text[fields[3]]) || !IsAirport(text[fields[4]])) return MalformedReason.WrongFields;

        flight = new Flight(departure, delay, distance, new(text[fields[3]].ToString(), text[fields[4]].ToString()));
        return null;
    }

    private static bool TryTime(ReadOnlySpan<char> field, out DateTimeOffset time)
    {
        var isTime = DateTime.TryParseExact(field, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local);
        time = new DateTimeOffset(local, TimeSpan.Zero);
        return isTime && local >= Earliest;
    }

    private static bool TryNumber(ReadOnlySpan<char> field, NumberStyles styles, int most, out int number) =>
        int.TryParse(field, styles, CultureInfo.InvariantCulture, out number) && number <= most && number >= -most;

    private static bool IsAirport(ReadOnlySpan<char> field) => field.Length is > 0 and <= MostLetters;
}
