using System.Globalization;

namespace LambdaSpeed.Batch;

/// <summary>Contenders that read the same random keys in turn; medians of their rounds in nanoseconds a read.</summary>
internal sealed class Reads(int count, int rounds)
{
    private readonly List<(string Name, Func<int, long> Read, long Expected, List<double> Nanoseconds)> _contenders = [];

    /// <summary>Adds a contender, which reads so often and answers with the sum of what it read.</summary>
    public void Add(string name, long expected, Func<int, long> read) => _contenders.Add((name, read, expected, []));

    public string Run()
    {
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (name, read, expected, nanoseconds) in _contenders)
            {
                var start = TimeProvider.System.GetTimestamp();
                var sum = read(count);
                var elapsed = TimeProvider.System.GetElapsedTime(start);
                if (sum != expected) throw new CheckFailedException($"{name} read {sum}, not {expected}.");
                if (round > 0) nanoseconds.Add(elapsed.TotalNanoseconds / count);
            }
        }

        var table = new TextTable("read", "ns", "M reads/s", "slowest…fastest ns", "× the first");
        var first = _contenders[0].Nanoseconds.Median();
        foreach (var (name, _, _, nanoseconds) in _contenders)
        {
            var median = nanoseconds.Median();
            table.Add(name, Text(median), Text(1000 / median), $"{Text(nanoseconds.Max())}…{Text(nanoseconds.Min())}", Text(median / first));
        }
        return table.ToString();
    }

    private static string Text(double number) => number.ToString(number < 10 ? "F2" : "F0", CultureInfo.InvariantCulture);
}
