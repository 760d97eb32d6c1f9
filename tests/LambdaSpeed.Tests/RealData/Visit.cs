using System.Globalization;

namespace LambdaSpeed.Tests.RealData;

/// <summary>All page views of a user of a site.</summary>
/// <param name="User">The user's number, from 1.</param>
/// <param name="Categories">The categories of the pages, in the order in which they were seen; from 1.</param>
internal sealed record Visit(int User, IReadOnlyList<int> Categories)
{
    public const string Set = "msnbc-19990928";

    public static readonly IReadOnlyList<string> Names =
    [
        "frontpage", "news", "tech", "local", "opinion", "on-air", "misc", "weather", "msn-news", "health", "living", "business", "msn-sports",
        "sports", "summary", "bbs", "travel",
    ];

    public IEnumerable<PageView> PageViews => Categories.Select((category, position) => new PageView(User, position, category));

    public static string NameOf(int category) => Names[category - 1];

    public static List<Visit> ReadAll(DataSet data) => [.. data.Lines("visits.txt.gz").Select((line, row) => new Visit(
        row + 1, line.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray()))];
}
