using System.Globalization;

namespace LambdaSpeed.Tests.RealData;

/// <summary>A change of a file of a repository: made by its author at one time, landed at another.</summary>
internal sealed record Change(
    long Commit, DateTimeOffset Landed, DateTimeOffset Time, long Author, string Status, long Bytes, string Path)
{
    public const string Set = "rails-changes";

    public string Area => Path.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? Path[..slash] : ".";

    public static List<Change> ReadAll(DataSet data) => [.. data.Rows("changes.csv.gz").Select(CsvFields.Of).Select(field => new Change(
        long.Parse(field[1], CultureInfo.InvariantCulture),
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(field[2], CultureInfo.InvariantCulture)),
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(field[3], CultureInfo.InvariantCulture)),
        long.Parse(field[4], CultureInfo.InvariantCulture),
        field[6],
        long.Parse(field[7], CultureInfo.InvariantCulture),
        field[8]))];
}
