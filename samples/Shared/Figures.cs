using System.Globalization;

namespace Samples.Shared;

/// <summary>How reports write numbers and times.</summary>
internal static class Figures
{
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("N2", CultureInfo.InvariantCulture);

    /// <summary>A share of a whole; zero when there is nothing.</summary>
    public static string Share(long part, long whole) =>
        (whole == 0 ? 0 : (double)part / whole).ToString("P2", CultureInfo.InvariantCulture);

    /// <summary>By how much an approximation is off, with its sign.</summary>
    public static string Error(long approximate, long exact) =>
        (exact == 0 ? 0 : (double)(approximate - exact) / exact).ToString("+0.00 %;-0.00 %;0.00 %", CultureInfo.InvariantCulture);

    public static string Minute(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
