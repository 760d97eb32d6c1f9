using System.Diagnostics;

namespace LambdaSpeed.Throughput.Running;

/// <summary>Runs all contenders of a workload in interleaved rounds.</summary>
public static class Runner
{
    public static Dictionary<string, List<Sample>> Run(Workload workload, IReadOnlyList<Entrant> entrants, int rounds)
    {
        ArgumentNullException.ThrowIfNull(workload);
        ArgumentNullException.ThrowIfNull(entrants);

        var samples = entrants.ToDictionary(e => e.Name, _ => new List<Sample>());
        for (var round = 0; round <= rounds; round++)
        {
            Console.Error.Write($"\r{workload.Name}: {(round == 0 ? "warm-up" : $"round {round} of {rounds}")}   ");
            foreach (var entrant in RotatedRounds.Order(entrants, round))
            {
                var sample = Measure(entrant);
                if (round > 0) samples[entrant.Name].Add(sample);
            }
        }

        Console.Error.WriteLine();
        return samples;
    }

    private static Sample Measure(Entrant entrant)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var check = entrant.Run();
        var elapsed = Stopwatch.GetElapsedTime(started);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;

        check();
        return new Sample(
            elapsed.TotalNanoseconds / entrant.Events, cpu.TotalNanoseconds / entrant.Events, bytes / (double)entrant.Events);
    }
}
