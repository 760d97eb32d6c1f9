using LambdaSpeed.Logs;
using LambdaSpeed.Storage;

namespace LambdaSpeed;

/// <content>Looking inside a log, and cutting one that is damaged.</content>
public sealed partial class ReplayLog
{
    /// <summary>What the log consists of now.</summary>
    public LogDescription Describe() => new(
        Id, Directory, [.. _partitions.Select(Describe)], [.. ConsumerNames.Select(Describe)]);

    /// <summary>Reads every record of a partition and checks it, up to its end; goes on behind what is damaged.</summary>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="cancellationToken">Ends the check early, with an exception.</param>
    public LogVerification Verify(int partition, CancellationToken cancellationToken = default)
    {
        var damages = new List<LogCorruptionException>();
        var records = 0L;
        using var reader = OpenReader(partition);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (!reader.TryRead(out _)) break;
                records++;
            }
            catch (LogCorruptionException damage)
            {
                damages.Add(damage);
                if (damage.ResumeOffset is not { } resume || resume <= damage.Position.Offset) break;
                reader.Seek(resume);
            }
        }
        return new LogVerification(partition, records, damages);
    }

    /// <summary>Cuts a partition of a log that nobody has open: every record from a position on is given up, for ever. The remedy where a
    /// damaged end keeps a log from being opened, and no copy is there.</summary>
    /// <remarks>Consumers and checkpoints that have passed the position are refused afterwards, as past the end.</remarks>
    /// <param name="directory">The directory of the log.</param>
    /// <param name="position">The first record that is given up.</param>
    /// <param name="cancellationToken">Gives up before it has begun.</param>
    /// <exception cref="StorageLockedException">The log is open for writing.</exception>
    /// <exception cref="LogCorruptionException">A record before the position is damaged: cut there.</exception>
    /// <exception cref="LogPositionException">The partition does not have the position.</exception>
    public static async ValueTask TruncateAsync(
        string directory, LogPosition position, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        await Task.Run(
            () =>
            {
                if (!System.IO.Directory.Exists(directory)) throw NoLog(directory);
                Truncate(new DiskStorage(directory), position);
            },
            cancellationToken).ConfigureAwait(false);
    }

    internal static void Truncate(IStorage storage, LogPosition position)
    {
        using var held = storage.Lock(LockName);
        var metadata = LogMetadata.TryLoad(storage) ?? throw NoLog(storage.Name);
        if ((uint)position.Partition >= (uint)metadata.Partitions)
        {
            throw new ArgumentOutOfRangeException(
                nameof(position), position, $"The log has partitions 0 to {metadata.Partitions - 1}.");
        }
        var folder = storage.Directory($"{PartitionPrefix}{position.Partition}");
        new PartitionTruncation(new SegmentFiles(folder, metadata.Id, position.Partition)).CutAt(position.Offset);
    }

    private PartitionDescription Describe(LogPartition partition)
    {
        var end = partition.EndOffset;
        var segments = new List<SegmentDescription>();
        for (var segment = partition.First; segment is not null; segment = segment.Next)
        {
            DateTimeOffset? maxTimestamp = segment.MaxTimestamp > 0 ? new DateTimeOffset(segment.MaxTimestamp, TimeSpan.Zero) : null;
            segments.Add(new SegmentDescription(
                partition.Files.PathOf(segment.BaseOffset), segment.BaseOffset, segment.Next?.BaseOffset ?? end, segment.ReadableBytes,
                maxTimestamp));
        }
        return new PartitionDescription(partition.Index, segments[0].FirstOffset, end, segments);
    }

    private ConsumerDescription Describe(string consumer)
    {
        var positions = new List<LogPosition>();
        var lag = 0L;
        foreach (var partition in _partitions)
        {
            if (Consumers.OffsetOf(consumer, partition.Index) is not { } offset) continue;

            positions.Add(new LogPosition(partition.Index, offset));
            lag += Math.Max(0, partition.EndOffset - Math.Max(offset, partition.FirstOffset));
        }
        return new ConsumerDescription(consumer, positions, lag);
    }
}
