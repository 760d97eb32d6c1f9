using System.Globalization;

namespace SuperWebAnalytics.Formats;

/// <summary>The fields that all formats write alike.</summary>
internal static class RequestFields
{
    private const long MostBytes = 1L << 40; // a TiB: what claims to be larger is no size, and sums of it would overflow

    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>A time in seconds since 1970, as far as calendars go: milliseconds are beyond.</summary>
    public static bool TryTime(ReadOnlySpan<char> field, out long seconds) =>
        long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds <= LatestTime;

    public static bool TryStatus(ReadOnlySpan<char> field, out int status) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 100 and <= 599;

    /// <summary>A size; a dash stands for an answer without content.</summary>
    public static bool TryBytes(ReadOnlySpan<char> field, out long bytes)
    {
        bytes = 0;
        return field is "-" || (long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out bytes) && bytes <= MostBytes);
    }

    /// <summary>The URL without its query.</summary>
    public static string Path(ReadOnlySpan<char> url) => (url.IndexOf('?') is >= 0 and var query ? url[..query] : url).ToString();
}
