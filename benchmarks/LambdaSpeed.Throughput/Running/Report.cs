using System.Globalization;

namespace LambdaSpeed.Throughput.Running;

/// <summary>Turns the samples of a workload into a table, the fastest contender first.</summary>
public static class Report
{
    private static readonly string[] Rivals = ["expert", "tpl", "akka-async", "limit2"];

    public static string Table(IReadOnlyList<Entrant> entrants, Dictionary<string, List<Sample>> samples)
    {
        ArgumentNullException.ThrowIfNull(entrants);
        ArgumentNullException.ThrowIfNull(samples);

        var table = new TextTable(
            ["contender", "M events/s", "slowest…fastest", .. Rivals.Select(r => $"× {r}"), "B/event", "CPU ns/event", "M events a run"]);
        foreach (var entrant in entrants.OrderBy(e => Median(samples[e.Name])))
        {
            var own = samples[entrant.Name];
            var nanoseconds = Median(own);
            table.Add([
                entrant.Name,
                Number(1000 / nanoseconds),
                $"{Number(1000 / own.Max(s => s.Nanoseconds))}…{Number(1000 / own.Min(s => s.Nanoseconds))}",
                .. Rivals.Select(r => samples.TryGetValue(r, out var rival) ? Number(Median(rival) / nanoseconds) : "–"),
                Number(own.Select(s => s.Bytes).Median()),
                Number(own.Select(s => s.CpuNanoseconds).Median()),
                Number(entrant.Events / 1e6),
            ]);
        }

        return table.ToString();
    }

    private static double Median(List<Sample> samples) => samples.Select(s => s.Nanoseconds).Median();

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
