using System.Globalization;

namespace LambdaSpeed.Tests.RealData;

/// <summary>A request to a web server.</summary>
internal sealed record Request(string Client, DateTimeOffset Time, string Method, string Path, int Status, long Bytes)
{
    public const string Set = "nasa-http-19950801";

    public string StatusClass => $"{Status / 100}xx";

    public bool IsPageView
    {
        get
        {
            var last = Path[(Path.LastIndexOf('/') + 1)..].ToLowerInvariant();
            return Method == "GET" && Status is 200 or 304
                && (!last.Contains('.', StringComparison.Ordinal) || last.EndsWith(".html", StringComparison.Ordinal)
                    || last.EndsWith(".htm", StringComparison.Ordinal) || last.EndsWith(".xhtml", StringComparison.Ordinal));
        }
    }

    public static List<Request> ReadAll(DataSet data) => [.. data.Rows("access.tsv.gz").Select(row => row.Split('\t')).Select(field => new Request(
        field[0],
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(field[2], CultureInfo.InvariantCulture)),
        field[3],
        field[4].Split('?')[0],
        int.Parse(field[5], CultureInfo.InvariantCulture),
        long.Parse(field[6], CultureInfo.InvariantCulture)))];
}
