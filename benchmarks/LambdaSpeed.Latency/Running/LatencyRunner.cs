using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace LambdaSpeed.Latency.Running;

/// <summary>Runs contenders at one pace in interleaved rounds.</summary>
/// <param name="wait">How the paced thread of pushed contenders waits. The others take events themselves and never sleep.</param>
/// <param name="seconds">How long one run takes.</param>
public sealed class LatencyRunner(PacedWait wait, double seconds)
{
    private readonly long[] _values = new ZipfKeys(100_000).Draw(1 << 20, seed: 5);

    public Dictionary<string, List<LatencySample>> Run(IReadOnlyList<ILatencyContender> contenders, long eventsPerSecond, int rounds)
    {
        ArgumentNullException.ThrowIfNull(contenders);

        var samples = contenders.ToDictionary(c => c.Name, _ => new List<LatencySample>());
        for (var round = 0; round <= rounds; round++)
        {
            Console.Error.Write($"\r{eventsPerSecond} events/s: {(round == 0 ? "warm-up" : $"round {round} of {rounds}")}   ");
            foreach (var contender in RotatedRounds.Order(contenders, round))
            {
                var sample = Measure(contender, eventsPerSecond, round == 0 ? Math.Min(1, seconds) : seconds);
                if (round > 0) samples[contender.Name].Add(sample);
            }
        }

        Console.Error.WriteLine();
        return samples;
    }

    private LatencySample Measure(ILatencyContender contender, long eventsPerSecond, double length)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        var run = new LatencyRun(new PacedSource(eventsPerSecond, (int)(eventsPerSecond * length), WaitOf(contender)), _values);
        var counts = Enumerable.Empty<KeyValuePair<long, long>>();
        Exception? failure = null;
        var cpu = TimeSpan.Zero;
        var elapsed = TimeSpan.Zero;
        var thread = new Thread(() =>
        {
            try
            {
                var cpuBefore = Environment.CpuUsage.TotalTime;
                var started = Stopwatch.GetTimestamp();
                counts = contender.Run(run);
                elapsed = Stopwatch.GetElapsedTime(started);
                cpu = Environment.CpuUsage.TotalTime - cpuBefore;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);

        FullCheck.Compare(contender.Name, run.Expect(), counts);
        var (whole, own) = run.Collect(contender.Name);
        return new LatencySample(
            whole.Percentile(50) / 1e3, whole.Percentile(99) / 1e3, whole.Percentile(99.9) / 1e3, whole.Max / 1e3,
            own.Percentile(50) / 1e3, own.Percentile(99) / 1e3, 100 * cpu.TotalSeconds / elapsed.TotalSeconds);
    }

    private PacedWait WaitOf(ILatencyContender contender) => contender.IsPushed ? wait : PacedWait.Yielding;
}
