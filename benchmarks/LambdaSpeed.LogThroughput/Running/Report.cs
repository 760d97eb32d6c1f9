using System.Globalization;

namespace LambdaSpeed.LogThroughput.Running;

/// <summary>Turns the samples into a table with ratios to the yardsticks.</summary>
public static class Report
{
    public static string Table(Dictionary<string, List<Sample>> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var table = new TextTable(
            ["contender", "append M/s", "slowest…fastest", "× raw-blocks", "× FasterLog", "CPU ns", "scan M/s", "× framed-by-hand", "× FasterLog "]);
        foreach (var (name, own) in samples)
        {
            table.Add([
                name, Speed(own, sample => sample.Append),
                $"{Number(1000 / own.Max(sample => sample.Append))}…{Number(1000 / own.Min(sample => sample.Append))}",
                Ratio(samples["raw-blocks"], own, sample => sample.Append), Ratio(samples["FasterLog"], own, sample => sample.Append),
                Number(own.Select(sample => sample.AppendCpu).Median()),
                Speed(own, sample => sample.Scan),
                Ratio(samples["framed-by-hand"], own, sample => sample.Scan), Ratio(samples["FasterLog"], own, sample => sample.Scan),
            ]);
        }
        return table.ToString();
    }

    private static string Speed(List<Sample> samples, Func<Sample, double> nanoseconds) =>
        Number(1000 / samples.Select(nanoseconds).Median());

    private static string Ratio(List<Sample> yardstick, List<Sample> own, Func<Sample, double> nanoseconds) =>
        Number(yardstick.Select(nanoseconds).Median() / own.Select(nanoseconds).Median());

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
