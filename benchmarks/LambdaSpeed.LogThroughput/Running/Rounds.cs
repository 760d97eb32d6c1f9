using System.Diagnostics;

namespace LambdaSpeed.LogThroughput.Running;

/// <summary>Has the contenders take turns, and checks what each of them kept.</summary>
public sealed class Rounds(Records records, int recordsPerSync, string directory)
{
    public Dictionary<string, List<Sample>> Run(IReadOnlyList<ILogContender> contenders, int rounds)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        var samples = contenders.ToDictionary(contender => contender.Name, _ => new List<Sample>());
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                var contender = contenders[(i + Math.Max(round, 0)) % contenders.Count];
                var sample = Measure(contender);
                if (round >= 0) samples[contender.Name].Add(sample); // the first one warms up
            }
        }
        return samples;
    }

    private Sample Measure(ILogContender contender)
    {
        var place = Path.Combine(directory, contender.Name);
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        Directory.CreateDirectory(place);
        contender.Open(place);
        try
        {
            var (append, cpu) = Append(contender);
            contender.Finish();
            Check(contender, contender.Scan()); // brings the files into the cache
            var begun = Stopwatch.GetTimestamp();
            var found = contender.Scan();
            var scan = Stopwatch.GetElapsedTime(begun);
            Check(contender, found);
            return new Sample(PerRecord(append), PerRecord(scan), PerRecord(cpu));
        }
        finally
        {
            contender.Close();
            Directory.Delete(place, recursive: true);
        }
    }

    private (TimeSpan Time, TimeSpan Cpu) Append(ILogContender contender)
    {
        var time = TimeSpan.Zero;
        var cpu = TimeSpan.Zero;
        for (var from = 0; from < records.Count; from += recordsPerSync)
        {
            var block = records.Block(from, Math.Min(recordsPerSync, records.Count - from)); // not part of the measurement
            var cpuBegun = Environment.CpuUsage.TotalTime;
            var begun = Stopwatch.GetTimestamp();
            contender.AppendAndSync(block);
            time += Stopwatch.GetElapsedTime(begun);
            cpu += Environment.CpuUsage.TotalTime - cpuBegun;
        }
        return (time, cpu);
    }

    private void Check(ILogContender contender, (long Count, long Sum) found)
    {
        if (found == (records.Count, records.Sum)) return;

        throw new InvalidDataException(
            $"{contender.Name} kept {found.Count} records with sum {found.Sum}; there are {records.Count} with sum {records.Sum}.");
    }

    private double PerRecord(TimeSpan time) => time.TotalNanoseconds / records.Count;
}
