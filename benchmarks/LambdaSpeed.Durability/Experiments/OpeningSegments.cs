using System.Diagnostics;
using LambdaSpeed.Durability.Measuring;

namespace LambdaSpeed.Durability.Experiments;

/// <summary>How long it takes to open a log of many segments after the process that wrote it was killed.</summary>
internal sealed class OpeningSegments : IExperiment
{
    private const int SegmentBytes = 1 << 20;

    public string Name => "open";

    public string Title => "Opening a log of many segments after a kill";

    public string Run(Settings settings, string directory)
    {
        var written = long.Parse(Child.Start("append", directory, settings.Segments.ToString(Shown.Culture)), Shown.Culture);
        var segments = Directory.EnumerateFiles(directory, "*.segment", SearchOption.AllDirectories).Count();
        if (segments < settings.Segments) throw new CheckFailedException($"{segments} segments are there, {settings.Segments} were wanted.");

        var table = new TextTable("", "ms");
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            var log = ReplayLog.OpenAsync(directory).AsTask().GetAwaiter().GetResult();
            table.Add(attempt == 1 ? "after the kill" : "after a clean close", Shown.Short(Stopwatch.GetElapsedTime(start).TotalMilliseconds));
            if (log.EndOffset(0) < written) throw new CheckFailedException($"{log.EndOffset(0)} records are there, {written} were synced.");
            log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        return $"{table}\n{Shown.Number(segments)} segments of {SegmentBytes >> 20} MiB.";
    }

    /// <summary>In another process: fills the segments, tells how many records are durable, goes on, and is killed.</summary>
    public static void Append(string directory, int segments)
    {
        var log = ReplayLog.OpenAsync(directory, new() { SegmentBytes = SegmentBytes, Durability = LogDurability.None })
            .AsTask().GetAwaiter().GetResult();
        var chunk = log.NewChunk();
        var record = new byte[100];
        for (var bytes = 0L; bytes < SegmentBytes * (segments * 1.1);)
        {
            for (var i = 0; i < 1000; i++) chunk.Add(record);
            bytes += chunk.Bytes;
            log.Append(0, chunk);
            chunk.Clear();
        }
        log.Sync();
        var durable = log.EndOffset(0);
        for (var i = 0; i < 1000; i++) log.Append(record);
        Child.Answer(durable.ToString(Shown.Culture));
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
