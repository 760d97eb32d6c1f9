using System.Diagnostics;

namespace LambdaSpeed.Durability.Measuring;

/// <summary>What the disk itself takes to make some bytes durable: the floor under every commit.</summary>
internal static class DiskSync
{
    /// <summary>Appends blocks to one file, each with a sync.</summary>
    public static LatencyHistogram Measure(string directory, int bytes, int times)
    {
        var path = Path.Combine(directory, "raw-sync");
        var taken = new LatencyHistogram();
        var block = new byte[bytes];
        new Random(1).NextBytes(block);
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            for (var i = 0; i < times; i++)
            {
                var start = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, block, (long)i * bytes);
                RandomAccess.FlushToDisk(file);
                taken.Record((long)Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            }
        }
        File.Delete(path);
        return taken;
    }
}
