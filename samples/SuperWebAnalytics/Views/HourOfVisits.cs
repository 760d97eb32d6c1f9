using LambdaSpeed;

namespace SuperWebAnalytics.Views;

/// <summary>The visits that began within an hour.</summary>
/// <param name="Start">The start of the hour, in seconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Visits">How many there were.</param>
/// <param name="Bounces">How many of them saw one page.</param>
internal sealed record HourOfVisits(long Start, long Visits, long Bounces)
{
    private const int SecondsPerHour = 3_600;

    /// <summary>The share of the bounces in millionths.</summary>
    public long BouncesPerMillion => 1_000_000 * Bounces / Visits;

    /// <summary>The hours, in order.</summary>
    /// <param name="visits">How many pages each visit saw.</param>
    public static IEnumerable<HourOfVisits> Of(IEnumerable<WindowResult<string, long>> visits) => visits
        .GroupBy(visit => visit.Start.ToUnixTimeSeconds() / SecondsPerHour * SecondsPerHour)
        .Select(hour => new HourOfVisits(hour.Key, hour.LongCount(), hour.LongCount(visit => visit.Value == 1)))
        .OrderBy(hour => hour.Start);
}
