using LambdaSpeed.Epochs;
using LambdaSpeed.Logs;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Samples.Tests;

/// <summary>A folder of <c>SuperWebAnalytics --data</c> while no process has it: what is in it, and what a failure of the power could have
/// left of it.</summary>
internal sealed class KeptFolder(string path)
{
    private const int SectorBytes = 512;

    private string LinesFolder => Path.Combine(path, "lines");

    private string CheckpointsFolder => Path.Combine(path, "checkpoints", "super-web-analytics");

    /// <summary>The lines that all partitions hold.</summary>
    public async Task<long> CountLinesAsync()
    {
        await using var log = await ReplayLog.OpenAsync(LinesFolder, new() { Access = LogAccess.Read });
        return Enumerable.Range(0, log.PartitionCount).Sum(log.EndOffset);
    }

    /// <summary>The bytes of lines on the disk; also while a process has the folder.</summary>
    public long LineBytes() => BytesOf(LinesFolder, "*.segment", SegmentHeader.Bytes);

    /// <summary>The batch views of all kinds that are there.</summary>
    public int BatchViews()
    {
        var folder = Path.Combine(path, "batch");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.batch", SearchOption.AllDirectories).Length : 0;
    }

    /// <summary>The bytes of commits on the disk; also while a process has the folder.</summary>
    public long CheckpointBytes() => BytesOf(CheckpointsFolder, "changes-*", 0);

    /// <summary>The lines before which everything is counted in the newest checkpoint, by partition; empty before the first one.</summary>
    public IReadOnlyDictionary<int, long> Committed()
    {
        if (!Directory.Exists(CheckpointsFolder)) return new Dictionary<int, long>();

        // opening a store changes it: a copy is opened, and the original is as the crash left it
        var copy = Directory.CreateTempSubdirectory("lambdaspeed-checkpoints-");
        try
        {
            var folder = copy.CreateSubdirectory("super-web-analytics").FullName;
            foreach (var file in Directory.GetFiles(CheckpointsFolder)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            using var journal = CheckpointStore.InDirectory(copy.FullName).Open("super-web-analytics");
            return journal.Latest is not { } latest ? new Dictionary<int, long>() : EpochManifest.FromBytes(latest.Manifest.Span).Spouts
                .SelectMany(spout => spout.Positions).ToDictionary(position => position.Partition, position => position.Offset);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    /// <summary>Does to the end of each partition what a failure of the power may do to bytes that were not synced: cuts them off, leaves
    /// holes of zeros or of what the sectors held before, or puts such sectors behind them.</summary>
    /// <remarks>Bytes count as synced when a checkpoint stands on them, or a frame says so.</remarks>
    /// <returns>What was done, for who must find out later.</returns>
    public string TearLines(Random random)
    {
        if (!Directory.Exists(LinesFolder) || LogMetadata.TryLoad(new DiskStorage(LinesFolder)) is not { } metadata) return "no log yet";

        var committed = Committed();
        var done = Enumerable.Range(0, metadata.Partitions).Select(partition =>
        {
            var folder = Path.Combine(LinesFolder, $"partition-{partition}");
            return Directory.Exists(folder) ? TearPartition(metadata, partition, folder, committed.GetValueOrDefault(partition), random) : "none";
        });
        return string.Join(", ", done);
    }

    /// <summary>Puts garbage behind the newest commit of the checkpoints: a commit that was not synced.</summary>
    public void TearCheckpoints(Random random)
    {
        if (!Directory.Exists(CheckpointsFolder) || Directory.GetFiles(CheckpointsFolder, "changes-*").Max() is not { } newest) return;

        using var file = new FileStream(newest, FileMode.Append);
        file.Write(Garbage(random, 1 + random.Next(10_000)));
    }

    private static long BytesOf(string folder, string pattern, int headerBytes)
    {
        try
        {
            return new DirectoryInfo(folder).GetFiles(pattern, SearchOption.AllDirectories).Sum(file => Math.Max(0, file.Length - headerBytes));
        }
        catch (IOException)
        {
            return 0; // not there yet
        }
    }

    private static string TearPartition(LogMetadata metadata, int partition, string folder, long committed, Random random)
    {
        var files = new SegmentFiles(new DiskStorage(folder), metadata.Id, partition);
        if (PartitionRecovery.Link(files) is not { } chain) return "no segment";

        var (cutFrom, holesFrom) = SyncedBytes(files, chain.Last, committed);
        using var file = new FileStream(files.PathOf(chain.Last.BaseOffset), FileMode.Open, FileAccess.ReadWrite);
        var length = file.Length;
        switch (random.Next(4))
        {
            case 0:
                file.SetLength(cutFrom + random.NextInt64(length - cutFrom + 1));
                return $"cut from {length} to {file.Length}, synced {cutFrom}";
            case 1:
                var holes = 0;
                for (var at = RoundUp(holesFrom); at < length; at += SectorBytes)
                {
                    if (random.Next(3) > 0) continue;
                    holes++;
                    Overwrite(file, at, Garbage(random, (int)Math.Min(SectorBytes, length - at)));
                }
                return $"{holes} holes from {holesFrom} of {length}";
            case 2:
                Overwrite(file, length, Garbage(random, 1 + random.Next(20_000)));
                return $"added {file.Length - length} to {length}";
            default:
                return "nothing";
        }
    }

    /// <summary>From where on bytes may be cut off, and from where on they may be lost while later ones are not.</summary>
    private static (long CutFrom, long HolesFrom) SyncedBytes(SegmentFiles files, LogSegment segment, long committed)
    {
        using var frames = new FrameReader(files.OpenRead(segment.BaseOffset), segment.Seed, SegmentHeader.Bytes, segment.BaseOffset);
        var ends = new List<(long Offset, long Position)> { (segment.BaseOffset, SegmentHeader.Bytes) };
        var durable = committed;
        while (frames.TryNext(segment.ReadableBytes) == FrameStatus.Whole)
        {
            ends.Add((frames.NextOffset, frames.Position));
            durable = Math.Max(durable, frames.Header.DurableOffset);
        }
        return (PositionOf(committed), PositionOf(durable));

        long PositionOf(long offset) => ends.First(end => end.Offset >= offset).Position;
    }

    private static byte[] Garbage(Random random, int length)
    {
        var bytes = new byte[length];
        if (random.Next(2) == 0) random.NextBytes(bytes);
        return bytes;
    }

    private static void Overwrite(FileStream file, long at, byte[] bytes)
    {
        file.Position = at;
        file.Write(bytes);
    }

    private static long RoundUp(long position) => (position + SectorBytes - 1) / SectorBytes * SectorBytes;
}
