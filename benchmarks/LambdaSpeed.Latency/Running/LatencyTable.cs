using System.Globalization;

namespace LambdaSpeed.Latency.Running;

/// <summary>The figures of contenders of one kind at one rate, with ratios to the better of the yardsticks.</summary>
public sealed class LatencyTable(IReadOnlyDictionary<string, List<LatencySample>> samples)
{
    /// <summary>What LambdaSpeed has to keep up with: for each figure the better of the two, or the only one.</summary>
    private static readonly string[] Yardsticks = ["two-threads-parking", "channel-batches-256", "one-thread"];

    public string Of(IReadOnlyList<ILatencyContender> contenders)
    {
        ArgumentNullException.ThrowIfNull(contenders);

        var yardsticks = contenders.Where(c => Yardsticks.Contains(c.Name)).ToList();
        var table = new TextTable("contender", "p50", "×", "p99", "×", "p99.9", "max", "own p50", "×", "own p99", "×", "CPU %", "least p99", "×");
        foreach (var contender in contenders)
        {
            string Figure(Func<LatencySample, double> figure) => Number(Median(contender, figure));
            string Ratio(Func<LatencySample, double> figure) => yardsticks.Count == 0 ? "" : (Median(contender, figure) /
                yardsticks.Min(yardstick => Median(yardstick, figure))).ToString("0.00", CultureInfo.InvariantCulture);
            table.Add(
                contender.Name, Figure(s => s.P50), Ratio(s => s.P50), Figure(s => s.P99), Ratio(s => s.P99), Figure(s => s.P999),
                Figure(s => s.Max), Figure(s => s.OwnP50), Ratio(s => s.OwnP50), Figure(s => s.OwnP99), Ratio(s => s.OwnP99),
                Figure(s => s.CpuPercent), Number(Least(contender)), yardsticks.Count == 0 ? "" :
                    (Least(contender) / yardsticks.Min(Least)).ToString("0.00", CultureInfo.InvariantCulture));
        }

        return table.ToString();
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>The p99 of the round that the machine disturbed least: where it is shared, its neighbours decide most others.</summary>
    private double Least(ILatencyContender contender) => samples[contender.Name].Min(sample => sample.P99);

    private double Median(ILatencyContender contender, Func<LatencySample, double> figure) => samples[contender.Name].Select(figure).Median();
}
