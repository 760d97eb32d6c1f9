using System.Globalization;

namespace LambdaSpeed.Durability.Measuring;

/// <summary>Numbers as people read them.</summary>
internal static class Shown
{
    public static CultureInfo Culture => CultureInfo.InvariantCulture;

    public static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Short(double value) => value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    public static string Milliseconds(long nanoseconds) => Short(nanoseconds / 1e6);

    public static string Megabytes(double bytes) => Number(bytes / 1e6);

    public static string Range(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return $"{Short(sorted[0])}…{Short(sorted[^1])}";
    }
}
